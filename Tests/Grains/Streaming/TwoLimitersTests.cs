using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;
using static OrleansVideo.Tests.Grains.Streaming.LedgerFrontend;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>
/// A limiter that was replaced and does not know it yet. A frontend that it has not heard for a while takes its lease to the
/// later one; here it lapses, though it goes on there.
/// </summary>
public sealed class TwoLimitersTests
{
    private static readonly LimiterTerm Term = new(1, "nonce");
    private readonly PermitLedger _old = Open(capacity: 1);
    private readonly EpochWatch _watch = new(Term, Life, At(0));
    private readonly LedgerFrontend _moved;
    private readonly LedgerFrontend _stays;

    public TwoLimitersTests() => (_moved, _stays) = (new(_old), new(_old));

    [Fact]
    public void LeaseThatLapsedHere_IsGrantedToNobody_UnlessALookIsFreshEnough()
    {
        var lease = _moved.Lease("a", 0);
        _watch.Found(Term, At(30)); // A moment later another takes over,
        var later = new PermitLedger(new PermitLimits(1, 4, 32, Life, Linger, At(10)), 2, [_moved.Id, _stays.Id], At(120));
        var report = new FrontendReport(new FrontendMark(_moved.Id, 100, 2), [new ReportedLease(lease, Of("a"), "10.0.0.1", At(35))]);
        Assert.Empty(later.Report(report, At(0)).Lost); // and 35 s after the grant the lease is still believed, for 5 s more.

        Assert.True(_watch.MayAnswer(At(61)));
        Assert.Equal(LimiterOutcome.NotYet, _stays.Acquire("b", 61, mayGrant: _watch.MayGrant(At(61))).Outcome);
        Assert.Equal(1, later.Held);

        _watch.Found(Term, At(60)); // Had there been no later one,
        Assert.True(_stays.Acquire("b", 61, mayGrant: _watch.MayGrant(At(61))).Lease!.IsNew);
    }

    /// <summary>What runs goes on: it was this limiter's to keep.</summary>
    [Fact]
    public void LeaseThatIsHeld_MayBeJoinedAndKept_WithoutAFreshLook()
    {
        var lease = _stays.Lease("a", 0);

        Assert.Equal(lease, _moved.Acquire("a", 35, mayGrant: false).Lease!.Id);
        Assert.Empty(_stays.Renew(36, lease).Lost);
    }
}
