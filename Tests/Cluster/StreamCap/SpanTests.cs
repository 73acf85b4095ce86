namespace OrleansVideo.Tests.Cluster.StreamCap;

/// <summary>The observer can count.</summary>
public sealed class SpanTests
{
    [Fact]
    public void Overlap_CountsEachOnce_AndEndsBeforeItBegins() => Assert.Equal(
        (2, 5.0, 7.0),
        Span.Overlap([new("a", 0, 10), new("a", 2, 8), new("b", 5, 12), new("c", 10, 13), new("d", 20, 20), new("e", 13, 14)], atLeast: 2));

    [Fact]
    public void LogOfAFrontend_IsReadAsItsLeasesLived()
    {
        var lease = Guid.NewGuid();
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
        var log = LeaseLines.Read(
        [
            $"      Lease {lease} of v-1 for {a} valid from 100.0 until 200.0",
            "info: Something[1]",
            $"      Lease {lease} of v-1 for {a} valid from 150.0 until 250.0",
            $"      Lease {lease} hands over 65536 bytes at 160.0",
            $"      Lease {lease} ended at 180.5",
            $"      Lease {lease} of v-1 for {b} valid from 300.0 until 400.0",
            $"      Lease {lease} hands over 10 bytes at 401.0",
        ]);

        Assert.Equal([new Span($"v-1 {a}", 100, 180.5), new Span($"v-1 {b}", 300, 400)], log.Valid);
        Assert.Equal([160, 401], log.HandedOver.Select(piece => piece.At));
        Assert.Equal(401, Assert.Single(log.HandedOver, piece => !piece.WasValid).At);
    }
}
