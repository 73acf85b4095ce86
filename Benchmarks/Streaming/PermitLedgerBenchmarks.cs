using BenchmarkDotNet.Attributes;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>What a token costs the limiter, apart from the call: with few and with many tokens held.</summary>
[MemoryDiagnoser]
public class PermitLedgerBenchmarks
{
    private static readonly Guid Frontend = Guid.NewGuid();
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(1);
    private PermitLedger _ledger = null!;
    private StreamHeartbeat _beat = null!;
    private long _number;

    /// <summary>Tokens held by others meanwhile.</summary>
    [Params(100, 10_000)]
    public int Held { get; set; }

    /// <summary>Fills the ledger.</summary>
    [GlobalSetup]
    public void Fill()
    {
        var limits = new PermitLimits(1_000_000, 4, 1_000_000, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10));
        _ledger = new PermitLedger(limits, epoch: 1, listed: [], recoversUntil: TimeSpan.Zero);
        _ledger.Admit(Frontend, Now);
        _ledger.Report(new FrontendReport(Next(), []), Now);
        var held = Enumerable.Range(0, Held).Select(i => _ledger.Acquire(Ask("viewer-" + i), Now).Lease!.Id).ToArray();
        _beat = new StreamHeartbeat(default, held, new int[Held], new long[Held]);
    }

    /// <summary>A playback comes and goes.</summary>
    [Benchmark]
    public LimiterOutcome AcquireAndRelease()
    {
        var lease = _ledger.Acquire(Ask("one more"), Now).Lease!; // First, as the release needs the higher number.
        return _ledger.Release(Next(), lease.Id, Now);
    }

    /// <summary>One heartbeat that carries every lease.</summary>
    [Benchmark]
    public int RenewAll() => _ledger.Renew(_beat with { Mark = Next() }, Now).Lost.Count;

    private StreamRequest Ask(string viewer) => new(Next(), new PlaybackKey(viewer, Guid.Empty), "10.0.0.1");

    private FrontendMark Next() => new(Frontend, ++_number, 1);
}
