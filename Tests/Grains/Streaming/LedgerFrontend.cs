using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>A frontend that talks to a ledger: it is admitted and has reported, and it numbers its messages. Moments are seconds.</summary>
internal sealed class LedgerFrontend
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(15);
    public static readonly Guid Film = Guid.NewGuid();

    private readonly PermitLedger _ledger;
    private long _number;

    public LedgerFrontend(PermitLedger ledger, bool isKnown = true)
    {
        _ledger = ledger;
        if (!isKnown) return;
        ledger.Admit(Id, TimeSpan.Zero);
        Report(0);
    }

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>A ledger that nobody comes to from an earlier one: it grants.</summary>
    public static PermitLedger Open(int capacity = 2, int perViewer = 4, int perAddress = 32) =>
        new(new PermitLimits(capacity, perViewer, perAddress, Life, Linger, TimeSpan.FromSeconds(10)), 1, [], Life * 2);

    public static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    public static PlaybackKey Of(string viewer, Guid? video = null) => new(viewer, video ?? Film);

    public FrontendMark Next() => new(Id, ++_number, _ledger.Epoch);

    public StreamAnswer Acquire(string viewer, double at, Guid? video = null, string address = "10.0.0.1", FrontendMark? mark = null, bool mayGrant = true) =>
        _ledger.Acquire(new StreamRequest(mark ?? Next(), Of(viewer, video), address, KnowsEvicted: true), At(at), mayGrant);

    /// <summary>The lease that is granted or joined; fails the test when there is none.</summary>
    public Guid Lease(string viewer, double at, Guid? video = null) => Assert.IsType<StreamLease>(Acquire(viewer, at, video).Lease).Id;

    public RefusalCode? Refusal(string viewer, double at, Guid? video = null, string address = "10.0.0.1") =>
        Acquire(viewer, at, video, address).Refusal?.Code;

    public StreamAnswer Join(string viewer, double at) => _ledger.Join(new StreamRequest(Next(), Of(viewer), "10.0.0.1"), At(at));

    public HeartbeatAnswer Renew(double at, params Guid[] leases) => Renew(Next(), at, leases);

    public HeartbeatAnswer Renew(FrontendMark mark, double at, params Guid[] leases) =>
        _ledger.Renew(new StreamHeartbeat(mark, leases, new int[leases.Length], new long[leases.Length]), At(at));

    public LimiterOutcome Release(Guid lease, double at, FrontendMark? mark = null) => _ledger.Release(mark ?? Next(), lease, At(at));

    public LimiterOutcome HandOver(double at, params Guid[] leases) => _ledger.HandOver(Next(), leases, At(at));

    public HeartbeatAnswer Report(double at, params (Guid Lease, string Viewer)[] leases) => Report(Next(), at, leases);

    public HeartbeatAnswer Report(FrontendMark mark, double at, params (Guid Lease, string Viewer)[] leases) =>
        _ledger.Report(new FrontendReport(mark, [.. leases.Select(one => new ReportedLease(one.Lease, Of(one.Viewer), "10.0.0.1", At(5)))]), At(at));
}
