using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;
using static OrleansVideo.Tests.Grains.Streaming.LedgerFrontend;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>A limiter takes over from an earlier one: the row listed two frontends, and leases live for 60 s.</summary>
public sealed class PermitRecoveryTests
{
    private static readonly Guid Lease1 = Guid.NewGuid();
    private static readonly Guid Lease2 = Guid.NewGuid();
    private readonly Guid[] _listed = [Guid.NewGuid(), Guid.NewGuid()];
    private readonly PermitLedger _ledger;
    private long _number;

    public PermitRecoveryTests() =>
        _ledger = new PermitLedger(new PermitLimits(2, 4, 32, Life, Linger, At(10)), 7, _listed, At(120));

    [Fact]
    public void Grants_WhenEveryListedFrontendHasReported()
    {
        Report(0, 1);
        Assert.False(_ledger.IsGranting(At(2)));
        Assert.Equal(LimiterOutcome.NotYet, Acquire(0, "a", 2).Outcome);
        Assert.Equal(LimiterOutcome.NotYet, Join(0, "a", 2).Outcome);
        Report(1, 3);

        Assert.True(_ledger.IsGranting(At(3)));
        Assert.NotNull(Acquire(0, "a", 3).Lease);
        Assert.Null(Join(1, "b", 3).Lease);
    }

    [Fact]
    public void Grants_AtTheLatestWhenEveryOldLeaseHasLapsed()
    {
        Report(0, 1);

        Assert.Equal(LimiterOutcome.NotYet, Acquire(0, "a", 119.9).Outcome);
        Assert.NotNull(Acquire(0, "a", 120).Lease);
    }

    [Fact]
    public void Grants_AtOnceWhenNobodyIsListed() =>
        Assert.True(new PermitLedger(new PermitLimits(2, 4, 32, Life, Linger, At(10)), 7, [], At(120)).IsGranting(At(0)));

    [Fact]
    public void NewFrontend_IsNotWaitedFor_AndDoesNotStandForAListedOne()
    {
        var stranger = Guid.NewGuid();
        _ledger.Admit(stranger, At(0));
        Report(0, 1);
        Assert.Equal(LimiterOutcome.Done, _ledger.Report(new FrontendReport(new FrontendMark(stranger, 1, 7), []), At(1)).Outcome);
        Assert.False(_ledger.IsGranting(At(1)));

        _ledger.Admit(Guid.NewGuid(), At(1));
        Report(1, 2);
        Assert.True(_ledger.IsGranting(At(2)));
    }

    [Fact]
    public void Report_BringsLeasesOver_AndTheyCount()
    {
        Assert.Empty(Report(0, 1, (Lease1, "a")).Lost);
        Assert.Empty(Report(1, 2, (Lease2, "b")).Lost);

        Assert.Equal((2, 2L, 0L), (_ledger.Held, _ledger.Counts.Recovered, _ledger.Counts.Granted));
        Assert.Equal(RefusalCode.StreamsExhausted, Acquire(0, "c", 3).Refusal?.Code);
        Assert.Equal((Lease2, false), (Acquire(0, "b", 3).Lease!.Id, Acquire(0, "b", 3).Lease!.IsNew));
        Assert.Equal(At(1 - 5), _ledger.List(null, 9).Single(permit => permit.Id == Lease1).Since);
    }

    /// <summary>They were granted by an earlier limiter, whose capacity may have been higher.</summary>
    [Fact]
    public void Report_OfMoreThanTheCapacity_CutsNobody()
    {
        Assert.Empty(Report(0, 1, (Lease1, "a"), (Lease2, "b"), (Guid.NewGuid(), "c")).Lost);
        Report(1, 1);

        Assert.Equal(3, _ledger.Held);
        Assert.NotNull(Acquire(0, "d", 2).Refusal);
    }

    [Fact]
    public void Report_KeepsLeasesForALeaseLife()
    {
        Report(0, 1, (Lease1, "a"));
        Report(1, 1);

        _ledger.Settle(At(60.9));
        Assert.Equal(1, _ledger.Held);
        _ledger.Settle(At(61));
        Assert.Equal(0, _ledger.Held);
    }

    [Fact]
    public void Report_OfALeaseThatTwoFrontendsHold_MakesBothItsHolders()
    {
        Report(0, 1, (Lease1, "a"));
        Assert.Empty(Report(1, 2, (Lease1, "a")).Lost);

        _ledger.Release(Mark(0), Lease1, At(3));
        Assert.Equal((1, 1L), (_ledger.Held, _ledger.Counts.Recovered));
        _ledger.Release(Mark(1), Lease1, At(3));
        Assert.Equal(0, _ledger.Held);
    }

    [Fact]
    public void Report_OfASecondLeaseOfOnePlayback_LosesIt()
    {
        Report(0, 1, (Lease1, "a"));
        Assert.Equal([Lease2], Report(1, 2, (Lease2, "a")).Lost);
    }

    [Fact]
    public void Report_AfterTheRecovery_BringsNothingOver()
    {
        Report(0, 1);

        Assert.Equal([Lease1], Report(1, 120, (Lease1, "a")).Lost);
        Assert.Equal(0, _ledger.Held);
    }

    /// <summary>Its first report said what it held then; whatever else it names is of a limiter that it must not believe.</summary>
    [Fact]
    public void SecondReport_BringsNothingOver_AndKeepsWhatTheFirstDid()
    {
        Report(0, 1, (Lease1, "a"));

        Assert.Equal([Lease2], Report(0, 50, (Lease1, "a"), (Lease2, "b")).Lost);
        _ledger.Settle(At(109));
        Assert.Equal(1, _ledger.Held);
    }

    /// <summary>Only a frontend that the row listed can hold leases of an earlier limiter.</summary>
    [Fact]
    public void Report_OfAFrontendThatWasNotListed_BringsNothingOver()
    {
        var stranger = Guid.NewGuid();
        _ledger.Admit(stranger, At(0));
        var report = new FrontendReport(new FrontendMark(stranger, 1, 7), [new ReportedLease(Lease1, Of("a"), "10.0.0.1", At(1))]);

        Assert.Equal([Lease1], _ledger.Report(report, At(1)).Lost);
    }

    [Fact]
    public void Report_ThatComesAgainAfterAnAcquire_TakesNothingBack()
    {
        var mark = Mark(0);
        Report(mark, 1);
        Report(1, 1);
        var lease = Acquire(0, "a", 2).Lease!.Id;

        Assert.Equal(LimiterOutcome.SendAnew, Report(mark, 3).Outcome);
        Assert.Empty(_ledger.Renew(new StreamHeartbeat(Mark(0), [lease], [0], [0]), At(4)).Lost);
    }

    [Fact]
    public void HandOver_BeforeTheReport_IsWaitedForNoLonger()
    {
        Report(0, 1);
        Assert.Equal(LimiterOutcome.Done, _ledger.HandOver(Mark(1), [Lease1], At(2)));

        Assert.True(_ledger.IsGranting(At(2)));
        Assert.Equal([_listed[0]], _ledger.Frontends);
    }

    [Fact]
    public void SilentFrontends_AreStruckOff_OnceNothingTheyHeldIsValid()
    {
        Report(0, 1);
        Report(1, 50);

        Assert.False(_ledger.StrikeSilent(At(60.9)));
        Assert.True(_ledger.StrikeSilent(At(61)));
        Assert.Equal([_listed[1]], _ledger.Frontends);
        Assert.Equal(LimiterOutcome.ReportFirst, Acquire(0, "a", 62).Outcome);
    }

    [Fact]
    public void SilentFrontends_AreNotStruckOff_BeforeTheRecovery()
    {
        Report(0, 1);

        Assert.False(_ledger.StrikeSilent(At(119.9)));
        Assert.True(_ledger.StrikeSilent(At(120)));
        Assert.Empty(_ledger.Frontends);
    }

    [Fact]
    public void AnyMessage_KeepsAFrontendOnTheRoll()
    {
        Report(0, 1);
        Report(1, 1);
        _ledger.Renew(new StreamHeartbeat(Mark(0), [], [], []), At(30));
        Acquire(1, "a", 40);

        Assert.False(_ledger.StrikeSilent(At(89)));
        Assert.True(_ledger.StrikeSilent(At(90)));
        Assert.Equal([_listed[1]], _ledger.Frontends);
    }

    [Fact]
    public void LeaseOfAnEvictedPlayback_IsTakenOverAsTakenBack_AndCountsUntilItIsLetGoOf()
    {
        _ledger.Evict(Of("a"), At(60), At(0));

        var answer = Report(0, 1, (Lease1, "a"), (Lease2, "b"));
        Report(1, 2);

        Assert.Equal([Lease1], answer.Revoked);
        Assert.Empty(answer.Lost);
        Assert.Equal(2, _ledger.Held);
        Assert.Equal([Lease1], Report(0, 3, (Lease1, "a"), (Lease2, "b")).Revoked); // However often it is said.
        Assert.Equal(LimiterOutcome.Done, _ledger.Release(Mark(0), Lease1, At(4)));
        Assert.Equal(1, _ledger.Held);
    }

    [Fact]
    public void LeasesOfARevokedVideo_AreTakenOverAsTakenBack_OnEveryFrontend_AndItsNewOnesAreGood()
    {
        _ledger.RevokeVideo(Film, At(60), At(0));

        Assert.Equal([Lease1], Report(0, 1, (Lease1, "a")).Revoked);
        Assert.Equal([Lease1], Report(1, 2, (Lease1, "a")).Revoked);
        Assert.Empty(Report(0, 3).Lost);

        Assert.NotNull(Acquire(0, "b", 4).Lease); // The video was brought back: that is not this class's to decide.
    }

    [Fact]
    public void EvictionThatIsOver_TakesNothingBack()
    {
        _ledger.Evict(Of("a"), At(60), At(0));

        Assert.Empty(Report(0, 60, (Lease1, "a")).Revoked);
    }

    private FrontendMark Mark(int frontend) => new(_listed[frontend], ++_number, 7);

    private HeartbeatAnswer Report(int frontend, double at, params (Guid Lease, string Viewer)[] leases) => Report(Mark(frontend), at, leases);

    private HeartbeatAnswer Report(FrontendMark mark, double at, params (Guid Lease, string Viewer)[] leases) =>
        _ledger.Report(new FrontendReport(mark, [.. leases.Select(one => new ReportedLease(one.Lease, Of(one.Viewer), "10.0.0.1", At(5)))]), At(at));

    private StreamAnswer Acquire(int frontend, string viewer, double at) =>
        _ledger.Acquire(new StreamRequest(Mark(frontend), Of(viewer), "10.0.0.1"), At(at));

    private StreamAnswer Join(int frontend, string viewer, double at) =>
        _ledger.Join(new StreamRequest(Mark(frontend), Of(viewer), "10.0.0.1"), At(at));
}
