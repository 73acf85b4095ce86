using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;
using static OrleansVideo.Tests.Grains.Streaming.LedgerFrontend;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>Messages that come late, twice, or in another order.</summary>
public sealed class PermitNumbersTests
{
    private readonly PermitLedger _ledger = Open(capacity: 1);
    private readonly LedgerFrontend _web1;
    private readonly LedgerFrontend _web2;

    public PermitNumbersTests() => (_web1, _web2) = (new(_ledger), new(_ledger));

    [Fact]
    public void Acquire_ThatComesTwice_IsAnsweredAsBefore()
    {
        var mark = _web1.Next();
        var first = _web1.Acquire("a", 0, mark: mark).Lease!;
        var again = _web1.Acquire("a", 1, mark: mark).Lease!;

        Assert.Equal((first.Id, true, 1L), (again.Id, again.IsNew, _ledger.Counts.Granted));
    }

    [Fact]
    public void Acquire_OfAnotherFrontendWithTheSameNumber_IsNoNewToken()
    {
        var (one, two) = (_web1.Next(), _web2.Next());
        Assert.Equal(one.Number, two.Number);
        _web1.Acquire("a", 0, mark: one);

        Assert.False(_web2.Acquire("a", 0, mark: two).Lease!.IsNew);
    }

    [Fact]
    public void Release_OlderThanALaterAcquire_FreesNothing()
    {
        var lease = _web1.Lease("a", 0);
        var old = _web1.Next();
        Assert.Equal(lease, _web1.Lease("a", 1));

        Assert.Equal(LimiterOutcome.SendAnew, _web1.Release(lease, 2, old));
        Assert.Equal(1, _ledger.Held);
        Assert.Empty(_web1.Renew(3, lease).Lost);
    }

    [Fact]
    public void Release_OlderThanALaterHeartbeat_FreesNothing()
    {
        var lease = _web1.Lease("a", 0);
        var old = _web1.Next();
        _web1.Renew(1, lease);

        Assert.Equal(LimiterOutcome.SendAnew, _web1.Release(lease, 2, old));
        Assert.Equal(1, _ledger.Held);
    }

    [Fact]
    public void Release_OlderThanALaterReport_FreesNothing()
    {
        var lease = _web1.Lease("a", 0);
        var old = _web1.Next();
        _web1.Report(1, (lease, "a"));

        Assert.Equal(LimiterOutcome.SendAnew, _web1.Release(lease, 2, old));
        Assert.Equal(1, _ledger.Held);
    }

    /// <summary>A heartbeat that does not name the lease was sent before the frontend had it: it says nothing of it.</summary>
    [Fact]
    public void Release_OvertakenByAHeartbeatWithoutTheLease_Frees()
    {
        var lease = _web1.Lease("a", 0);
        var release = _web1.Next();
        _web1.Renew(1);

        Assert.Equal(LimiterOutcome.Done, _web1.Release(lease, 2, release));
        Assert.Equal(0, _ledger.Held);
    }

    [Fact]
    public void Release_ThatComesAgainAfterTheNextGrant_LeavesTheNewLease()
    {
        var first = _web1.Lease("a", 0);
        var release = _web1.Next();
        _web1.Release(first, 1, release);
        var second = _web1.Lease("a", 2);

        Assert.Equal(LimiterOutcome.Done, _web1.Release(first, 3, release));
        Assert.Empty(_web1.Renew(4, second).Lost);
    }

    [Fact]
    public void Acquire_OlderThanTheLastHeartbeat_HasToBeSentAnew()
    {
        var old = _web1.Next();
        _web1.Renew(0);

        Assert.Equal(LimiterOutcome.SendAnew, _web1.Acquire("a", 1, mark: old).Outcome);
        Assert.Equal(0, _ledger.Held);
    }

    [Fact]
    public void Acquire_OlderThanALaterOneOfTheSamePlayback_HasToBeSentAnew()
    {
        var old = _web1.Next();
        _web1.Lease("a", 0);

        Assert.Equal(LimiterOutcome.SendAnew, _web1.Acquire("a", 1, mark: old).Outcome);
    }

    [Fact]
    public void Renew_OlderThanTheLastOne_KeepsNothing()
    {
        var lease = _web1.Lease("a", 0);
        var old = _web1.Next();
        _web1.Renew(1, lease);

        Assert.Equal(LimiterOutcome.SendAnew, _web1.Renew(old, 30, lease).Outcome);
        _web2.Lease("b", 61);
    }

    /// <summary>The heartbeat left before the lease was asked for again; the later word about this lease is the acquire's.</summary>
    [Fact]
    public void Renew_OlderThanTheLeasesAcquire_DoesNotMakeItsReleaseLookNew()
    {
        var lease = _web1.Lease("a", 0);
        var beat = _web1.Next();
        var release = _web1.Next();
        _web1.Lease("a", 1);
        _web1.Renew(beat, 2, lease);

        Assert.Equal(LimiterOutcome.SendAnew, _web1.Release(lease, 3, release));
    }

    [Fact]
    public void Report_OlderThanTheLastMessage_HasToBeSentAnew()
    {
        var old = _web1.Next();
        _web1.Renew(0);

        Assert.Equal(LimiterOutcome.SendAnew, _web1.Report(old, 1).Outcome);
    }

    [Fact]
    public void AnotherEpochsMessages_AreNotHandled()
    {
        var lease = _web1.Lease("a", 0);
        var stranger = _web1.Next() with { Epoch = 2 };

        Assert.Equal((LimiterOutcome.ReportFirst, 1L), (_web1.Acquire("b", 1, mark: stranger).Outcome, _web1.Acquire("b", 1, mark: stranger).Epoch));
        Assert.Equal(LimiterOutcome.ReportFirst, _web1.Renew(stranger, 1, lease).Outcome);
        Assert.Equal(LimiterOutcome.ReportFirst, _web1.Report(stranger, 1).Outcome);
        Assert.Equal(LimiterOutcome.ReportFirst, _ledger.HandOver(stranger, [lease], At(1)));
        Assert.Equal(1, _ledger.Held);
    }

    /// <summary>Who knows a later limiter has taken the lease there, where another frontend may hold it too by now.</summary>
    [Fact]
    public void Release_ThatIsMeantForALaterLimiter_FreesNothing()
    {
        var lease = _web1.Lease("a", 0);

        Assert.Equal(LimiterOutcome.ReportFirst, _web1.Release(lease, 1, _web1.Next() with { Epoch = 2 }));
        Assert.Equal(1, _ledger.Held);
    }

    [Fact]
    public void UnknownFrontend_HasToReportFirst()
    {
        var stranger = new LedgerFrontend(_ledger, isKnown: false);
        Assert.Equal(LimiterOutcome.ReportFirst, stranger.Acquire("a", 0).Outcome);
        Assert.Equal(LimiterOutcome.ReportFirst, stranger.Report(0).Outcome);

        _ledger.Admit(stranger.Id, At(1));
        Assert.Equal(LimiterOutcome.ReportFirst, stranger.Acquire("a", 1).Outcome);
        Assert.Equal(LimiterOutcome.ReportFirst, stranger.Join("a", 1).Outcome);
        Assert.Equal(LimiterOutcome.ReportFirst, stranger.Renew(1).Outcome);

        Assert.Equal(LimiterOutcome.Done, stranger.Report(2).Outcome);
        stranger.Lease("a", 2);
    }
}
