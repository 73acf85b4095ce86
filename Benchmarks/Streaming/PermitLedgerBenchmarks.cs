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
    private Guid[] _held = [];
    private AcquireStream _request = null!;

    /// <summary>Tokens held by others meanwhile.</summary>
    [Params(100, 10_000)]
    public int Held { get; set; }

    /// <summary>Fills the ledger.</summary>
    [GlobalSetup]
    public void Fill()
    {
        _ledger = new PermitLedger(new PermitLimits(1_000_000, 4, 1_000_000, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(15)));
        _held = [.. Enumerable.Range(0, Held).Select(i => _ledger.Acquire(Ask("viewer-" + i), Now).Value!.Id)];
        _request = Ask("one more");
    }

    /// <summary>A playback comes and goes.</summary>
    [Benchmark]
    public void AcquireAndRelease() => _ledger.Release(Frontend, _ledger.Acquire(_request, Now).Value!.Id);

    /// <summary>One heartbeat that carries every lease.</summary>
    [Benchmark]
    public int RenewAll() => _ledger.Renew(Frontend, _held, Now).Count;

    private static AcquireStream Ask(string viewer) => new(new PlaybackKey(viewer, Guid.Empty), "10.0.0.1", Frontend);
}
