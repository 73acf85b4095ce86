using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;
using static OrleansVideo.Tests.Grains.Streaming.LedgerFrontend;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>A limiter whose silo stops in good order hands its ledger to the next, which has a clock and an epoch of its own.</summary>
public sealed class LedgerSnapshotTests
{
    private static readonly PermitLimits Limits = new(1, 4, 32, Life, Linger, At(10));
    private readonly PermitLedger _old = new(Limits, 1, [], At(0));
    private readonly LedgerFrontend _web;

    public LedgerSnapshotTests() => _web = new(_old);

    [Fact]
    public void Leases_GoOn_UnderTheSameIds_AfterAReport()
    {
        var lease = _web.Lease("a", 0);
        var next = Move(10);

        Assert.True(next.IsGranting(At(0)));
        Assert.Equal(LimiterOutcome.ReportFirst, Acquire(next, "a", 1, 1).Outcome); // The epoch is another.
        Assert.Empty(Report(next, 2, 2, (lease, "a")).Lost);
        Assert.Equal(lease, Acquire(next, "a", 3, 3).Lease!.Id);
        Assert.Equal(1, next.Held);
    }

    /// <summary>By durations: it had 50 s left when the other one stopped.</summary>
    [Fact]
    public void LeaseThatNobodySpeaksOf_IsFree_WhenItsLifeIsOver()
    {
        _web.Lease("a", 0);
        var next = Move(10);
        var other = Newcomer(next);

        Assert.Equal(RefusalCode.StreamsExhausted, other.Refusal("b", 49.9));
        other.Lease("b", 50);
    }

    /// <summary>It released it to the old one, which was gone by then; or never heard that it had it.</summary>
    [Fact]
    public void LeaseThatItsFrontendDoesNotReport_IsFreeAtOnce()
    {
        _web.Lease("a", 0);
        var next = Move(1);

        Report(next, 3, 1);

        Assert.Equal(0, next.Held);
    }

    [Fact]
    public void LeaseThatWaitsForItsPlayback_IsJoinedByItAlone()
    {
        var lease = _web.Lease("a", 0);
        _web.HandOver(1, lease);
        var next = Move(2);
        var other = Newcomer(next);

        Assert.Equal(RefusalCode.StreamsExhausted, other.Refusal("b", 1));
        Assert.Equal(lease, other.Lease("a", 1));
    }

    [Fact]
    public void Queue_KeepsItsOrder_AndNobodyOvertakes()
    {
        var lease = _web.Lease("a", 0);
        foreach (var viewer in new[] { "c", "b", "d" }) Assert.Equal(RefusalCode.StreamsExhausted, _web.Refusal(viewer, 1));
        var next = Move(9); // A second before they would lose their places.

        Assert.Equal([1, 2, 3], new[] { "c", "b", "d" }.Select(viewer => next.Place(Of(viewer), At(5))!.Position));
        Report(next, 3, 5, (lease, "a"));
        var other = Newcomer(next);
        Assert.Equal(RefusalCode.StreamsExhausted, other.Refusal("e", 6));
        next.Release(Mark(4), lease, At(7));
        Assert.Equal(QueuePlace.Go, next.Place(Of("c"), At(7)));
        Assert.Equal(RefusalCode.StreamsExhausted, other.Refusal("b", 7));
        other.Lease("c", 7);
    }

    [Fact]
    public void TakenBackLease_StaysTakenBack_AndWhoHasLeftHasLeft()
    {
        var old = new PermitLedger(Limits with { Capacity = 2 }, 1, [], At(0));
        var web = new LedgerFrontend(old);
        var (a, b) = (web.Lease("a", 0), web.Lease("b", 0));
        old.Evict(Of("a"), At(61), At(1));
        old.Leave(Of("b"));

        var next = PermitLedger.Resume(old.Save("nonce", At(2)), Limits, 2, At(0));

        var mark = new FrontendMark(web.Id, 100, 2);
        Assert.Equal([a], next.Report(new FrontendReport(mark, [Reported(a, "a"), Reported(b, "b")]), At(1)).Revoked);
        var beat = next.Renew(new StreamHeartbeat(mark with { Number = 101 }, [a, b], [0, 0], [0, 0]), At(2));
        Assert.Equal([a], beat.Revoked);
        Assert.Equal([b], beat.Left);
    }

    /// <summary>A limiter that itself still waited for a frontend's report goes on waiting.</summary>
    [Fact]
    public void WhatWasNotKnown_IsWaitedForFurther()
    {
        var silent = Guid.NewGuid();
        var lease = Guid.NewGuid();
        var old = new PermitLedger(Limits, 1, [silent], At(120));
        old.Admit(_web.Id, At(0));

        var next = PermitLedger.Resume(old.Save("nonce", At(20)), Limits, 2, At(0));

        Assert.False(next.IsGranting(At(99)));
        Assert.Empty(next.Report(new FrontendReport(new FrontendMark(silent, 1, 2), [Reported(lease, "a")]), At(99)).Lost);
        Assert.True(next.IsGranting(At(99)));
        Assert.Equal(1, next.Held);
        Assert.True(PermitLedger.Resume(old.Save("nonce", At(20)), Limits, 2, At(0)).IsGranting(At(100)));
    }

    [Fact]
    public void Counts_GoOn()
    {
        _web.Lease("a", 0);
        _web.Refusal("b", 0);

        var next = Move(1);

        Assert.Equal((1, 1), (next.Counts.Granted, next.Counts.Refused[RefusalCode.StreamsExhausted]));
    }

    [Fact]
    public void Snapshot_ComesOverTheWireWhole()
    {
        var lease = _web.Lease("a", 0);
        _web.Refusal("b", 0);
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();

        var saved = serializer.Deserialize<LedgerSnapshot>(serializer.SerializeToArray(_old.Save("nonce", At(1))))!;

        Assert.Equal(new LimiterTerm(1, "nonce"), saved.Term);
        Assert.Equal((lease, Of("a")), (saved.Leases.Single().Id, saved.Leases.Single().Playback));
        Assert.Equal(new HolderSnapshot(_web.Id, At(59), 0, 0), saved.Leases.Single().Holders.Single());
        Assert.Equal(new QueueSnapshot(Of("b"), "10.0.0.1"), saved.Queue.Single());
        Assert.Equal(2, saved.Size);
    }

    private PermitLedger Move(double at) => PermitLedger.Resume(_old.Save("nonce", At(at)), Limits, 2, At(0));

    private static LedgerFrontend Newcomer(PermitLedger ledger) => new(ledger);

    private FrontendMark Mark(long number) => new(_web.Id, 100 + number, 2);

    private StreamAnswer Acquire(PermitLedger ledger, string viewer, double at, long number) =>
        ledger.Acquire(new StreamRequest(Mark(number) with { Epoch = number == 1 ? 1 : 2 }, Of(viewer), "10.0.0.1"), At(at));

    private HeartbeatAnswer Report(PermitLedger ledger, long number, double at, params (Guid Lease, string Viewer)[] leases) =>
        ledger.Report(new FrontendReport(Mark(number), [.. leases.Select(one => Reported(one.Lease, one.Viewer))]), At(at));

    private static ReportedLease Reported(Guid lease, string viewer) => new(lease, Of(viewer), "10.0.0.1", At(5));
}
