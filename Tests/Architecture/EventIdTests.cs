using OrleansVideo.Tests.Architecture.Violations;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Architecture;

/// <summary>An operator finds a log line by its number: each has one of its own, from its room's range.</summary>
public sealed class EventIdTests
{
    private static readonly (string Room, string Method, int Id)[] Lines =
        [.. EventIds.Of(Floor.All.SelectMany(floor => floor.Assembly.GetTypes()))];

    private static readonly (string Room, int From, int To)[] Ranges =
        [.. EventIds.InDocument(File.ReadAllText(Repository.At("docs", "operations.md")))];

    [Fact]
    public void Lines_AreThere() => Assert.True(Lines.Length >= 30, $"Only {Lines.Length} log lines were found.");

    [Fact]
    public void Line_HasAWrittenNumber() => Assert.Empty(EventIds.Unnumbered(Lines));

    [Fact]
    public void Number_BelongsToOneLine() => Assert.Empty(EventIds.Shared(Lines));

    [Fact]
    public void Number_IsInTheDocumentedRangeOfItsRoom() => Assert.Empty(EventIds.Strays(Lines, Ranges));

    [Fact]
    public void Ranges_AreApart() => Assert.Empty(EventIds.Overlaps(Ranges));

    [Fact]
    public void Checker_SeesEveryViolation()
    {
        var bad = EventIds.Of([typeof(CarelessLines), typeof(CarelessLines.Twin)]).ToArray();

        Assert.Equal(["CarelessLines.LogNothing has no EventId"], EventIds.Unnumbered(bad));
        Assert.Equal(["7 is used by CarelessLines.LogOne, Twin.LogOther"], EventIds.Shared(bad));
        Assert.Equal(
            ["CarelessLines.LogNothing of Tests/Architecture has -1, which is not in its documented range"],
            EventIds.Strays(bad, [("Tests/Architecture", 7, 7)]));
        Assert.Equal(3, EventIds.Strays(bad, [("Elsewhere", 0, 9)]).Count());
        Assert.Equal([("A/B", 1, 9), ("C", 10, 19)], EventIds.InDocument("| 1–9 | `A/B` | x |\n| 10–19 | `C` |\n| 5 | `D` |\n"));
        Assert.Equal(["A and C overlap"], EventIds.Overlaps([("A", 1, 5), ("B", 6, 9), ("C", 5, 5)]));
    }
}
