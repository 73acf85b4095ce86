using Microsoft.Extensions.Time.Testing;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.Tests.WebFrontend.Limits;

public sealed class BoundedTableTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Entry_IsThereUntilItsTimeIsOver()
    {
        var table = new BoundedTable<string, int>(10, _clock);
        table.Set("a", 1, 1, Life);

        Assert.True(table.TryGet("a", out var value));
        Assert.Equal(1, value);
        _clock.Advance(Life);
        Assert.False(table.TryGet("a", out _));
        table.Set("b", 2, 1, Life);
        Assert.Equal(1, table.Count);
    }

    [Fact]
    public void FullTable_ForgetsTheLightestEntryThatWasUntouchedForLongest()
    {
        var table = new BoundedTable<string, int>(3, _clock);
        table.Set("heavy", 0, 40, Life);
        table.Set("old", 0, 1, Life);
        table.Set("new", 0, 1, Life);
        table.Set("old", 1, 1, Life); // Touched: now "new" is the older one.

        table.Set("one more", 0, 1, Life);

        Assert.Equal(3, table.Count);
        Assert.True(table.TryGet("heavy", out _));
        Assert.True(table.TryGet("old", out _));
        Assert.False(table.TryGet("new", out _));
    }

    [Fact]
    public void HeavyEntry_OutlivesAnyNumberOfLightOnes()
    {
        var table = new BoundedTable<int, int>(100, _clock);
        table.Set(-1, 0, 8, Life);

        for (var i = 0; i < 10_000; i++) table.Set(i, 0, 1 + (i % 7), Life);

        Assert.Equal(100, table.Count);
        Assert.True(table.TryGet(-1, out _));
    }
}
