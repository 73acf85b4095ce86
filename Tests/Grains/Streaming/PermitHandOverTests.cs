using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;
using static OrleansVideo.Tests.Grains.Streaming.LedgerFrontend;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>A frontend stops; its playbacks go on at another, each under the token that it has.</summary>
public sealed class PermitHandOverTests
{
    private readonly PermitLedger _ledger = Open(capacity: 1);
    private readonly LedgerFrontend _web1;
    private readonly LedgerFrontend _web2;

    public PermitHandOverTests() => (_web1, _web2) = (new(_ledger), new(_ledger));

    [Fact]
    public void HandedOver_IsJoinedByItsPlaybackAlone()
    {
        var lease = _web1.Lease("a", 0);
        _web1.HandOver(10, lease);

        Assert.Equal(RefusalCode.StreamsExhausted, _web2.Refusal("b", 20));
        var joined = _web2.Acquire("a", 24).Lease!;

        Assert.Equal((lease, false), (joined.Id, joined.IsNew));
        Assert.Empty(_web2.Renew(70, lease).Lost);
        Assert.Equal(RefusalCode.StreamsExhausted, _web2.Refusal("b", 100));
    }

    [Fact]
    public void HandedOver_IsFreeAfterALinger_IfNobodyComes()
    {
        _web1.HandOver(10, _web1.Lease("a", 0));

        Assert.NotNull(_web2.Refusal("b", 24.9));
        Assert.True(_web2.Acquire("b", 25).Lease!.IsNew);
    }

    [Fact]
    public void HandedOver_IsNotTheFormerHoldersAnyMore()
    {
        var lease = _web1.Lease("a", 0);
        _web1.HandOver(1, lease);

        Assert.Equal(LimiterOutcome.ReportFirst, _web1.Renew(2, lease).Outcome);
        _web1.Release(lease, 2);
        Assert.Equal(1, _ledger.Held);
        Assert.Equal([_web2.Id], _ledger.Frontends);
    }

    [Fact]
    public void HandOver_Twice_KeepsTheFirstDeadline()
    {
        var lease = _web1.Lease("a", 0);
        _web1.HandOver(10, lease, lease);
        _web1.HandOver(20, lease);

        Assert.True(_web2.Acquire("b", 25).Lease!.IsNew);
    }

    [Fact]
    public void HandOver_AfterTheRelease_OrOfWhatNeverWas_DoesNothing()
    {
        var lease = _web1.Lease("a", 0);
        _web1.Release(lease, 0);

        Assert.Equal(LimiterOutcome.Done, _web1.HandOver(1, lease, Guid.NewGuid()));
        Assert.Equal(0, _ledger.Held);
        Assert.True(_web2.Acquire("b", 1).Lease!.IsNew);
    }

    [Fact]
    public void HandOver_ByWhoeverDoesNotHold_ChangesNothing()
    {
        var lease = _web1.Lease("a", 0);
        _web2.HandOver(1, lease);

        Assert.Empty(_web1.Renew(40, lease).Lost);
        Assert.NotNull(_web1.Refusal("b", 90));
    }

    [Fact]
    public void HandOver_ByOneOfTwoHolders_LeavesTheOther()
    {
        var lease = _web1.Lease("a", 0);
        _web2.Lease("a", 0);
        _web1.HandOver(1, lease);

        Assert.Empty(_web2.Renew(40, lease).Lost);
        _web2.Release(lease, 40);
        Assert.Equal(0, _ledger.Held);
    }

    /// <summary>The other holder has been silent for its lease life, and nobody has looked yet: it is no holder.</summary>
    [Fact]
    public void HandOver_BesideAHolderThatIsSilent_Waits()
    {
        var lease = _web2.Lease("a", 0);
        _web1.Lease("a", 30);
        _web1.HandOver(61, lease);

        Assert.NotNull(_web2.Refusal("b", 75.9));
        Assert.True(_web2.Acquire("b", 76).Lease!.IsNew);
    }

    [Fact]
    public void HandOver_OfALapsedLease_FreesIt()
    {
        _web1.HandOver(60, _web1.Lease("a", 0));
        Assert.Equal(0, _ledger.Held);
    }

    [Fact]
    public void HandOver_OfALeaseThatWasTakenBack_FreesIt()
    {
        var lease = _web1.Lease("a", 0);
        _ledger.Evict(Of("a"), At(61), At(1));
        _web1.HandOver(2, lease);

        Assert.Equal(0, _ledger.Held);
    }

    [Fact]
    public void RevokeVideo_EndsWhatWaits()
    {
        _web1.HandOver(1, _web1.Lease("a", 0));
        _ledger.RevokeVideo(Film, At(62), At(2));

        Assert.True(_web2.Acquire("a", 2).Lease!.IsNew);
    }
}
