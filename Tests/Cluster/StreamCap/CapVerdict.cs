namespace OrleansVideo.Tests.Cluster.StreamCap;

/// <summary>What the observer finds, by the frontends' lease logs and by what the players received.</summary>
internal sealed class CapVerdict(LeaseLines[] frontends, IReadOnlyCollection<CapPlayer> players, Timeline timeline)
{
    /// <summary>What kernels may have held when a lease ended.</summary>
    private const double GraceMilliseconds = 2000;

    /// <summary>Checks the cap; and that the house was full for long enough for the check to mean anything.</summary>
    /// <param name="fullFor">For how long it must have been full.</param>
    public void Check(TimeSpan fullFor)
    {
        var (most, _, full) = Span.Overlap(frontends.SelectMany(log => log.Valid), CapHouse.Seats);
        var pieces = frontends.SelectMany(log => log.HandedOver).ToArray();
        timeline.Note($"valid leases, by the frontends' logs: at most {most} playbacks at once; the house was full for {full / 1000:0} s; {pieces.Length} pieces, {pieces.Count(piece => !piece.WasValid)} without a valid lease");

        var received = players.SelectMany(player => player.Received).ToArray();
        var (receiving, _, _) = Span.Overlap(received.Select(span => span with { To = span.To - GraceMilliseconds }), CapHouse.Seats);
        timeline.Note($"bytes, by the players: {received.Length} stretches, at most {receiving} players at once with 2 s of grace");

        Assert.InRange(most, 1, CapHouse.Seats);
        Assert.DoesNotContain(pieces, piece => !piece.WasValid);
        Assert.InRange(receiving, CapHouse.Seats / 2, CapHouse.Seats);
        Assert.True(full >= fullFor.TotalMilliseconds, "The house was not full for long enough to show anything.");
    }
}
