using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Grains.Storage;

namespace OrleansVideo.Tests.Grains.Storage;

public sealed class ByteBudgetTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Budget_GrowsWithTime_AndNeverBeyondASecondsWorth()
    {
        var budget = new ByteBudget(1000, _clock);
        Assert.Equal(0, budget.Available);
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(250, budget.Available);
        budget.Spend(100);
        Assert.Equal(150, budget.Available);
        budget.Spend(100);
        Assert.Equal(0, budget.Available);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1000, budget.Available);
    }

    [Fact]
    public void Reader_WhoTakesAllThatThereIs_KeepsToTheRate()
    {
        var budget = new ByteBudget(1000, _clock);
        var read = 0L;
        for (var step = 0; step < 700; step++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            var bytes = (int)budget.Available;
            budget.Spend(bytes);
            read += bytes;
        }

        Assert.InRange(read, 6870, 7000);
    }
}
