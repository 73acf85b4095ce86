using System.Diagnostics;
using System.Globalization;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Benchmarks.Limiter;

/// <summary>What leases cost in the ledger itself, in this process: memory, and the time of a heartbeat.</summary>
internal static class HeldLeases
{
    private const int Rounds = 500;
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(1);
    private static readonly Guid Frontend = Guid.NewGuid();
    private static readonly PermitLimits Limits =
        new(1_000_000, 4, 1_000_000, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10));

    /// <summary>Prints how the heap grows with leases of as many viewers, each from an address of its own.</summary>
    public static void Print()
    {
        Console.WriteLine();
        Console.WriteLine("| leases held | managed memory of the ledger, MB | bytes a lease |");
        Console.WriteLine("| --- | --- | --- |");
        foreach (var leases in (int[])[10_000, 100_000])
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var ledger = Fill(leases, out _);
            var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
            GC.KeepAlive(ledger);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {leases:N0} | {grown / 1e6:0.0} | {grown / leases:N0} |"));
        }
    }

    /// <summary>The time of a heartbeat in the ledger, without the call.</summary>
    /// <param name="leases">How many it carries.</param>
    public static TimeSpan RenewTime(int leases)
    {
        var ledger = Fill(leases, out var held);
        var beat = new StreamHeartbeat(default, held, new int[leases], new long[leases]);
        var number = leases + 1L;
        TimeSpan Measure()
        {
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; i < Rounds; i++) ledger.Renew(beat with { Mark = new FrontendMark(Frontend, ++number, 1) }, Now);
            return Stopwatch.GetElapsedTime(began) / Rounds;
        }

        return Enumerable.Range(0, 8).Select(_ => Measure()).Min(); // The first ones warm up; what else runs on the machine only adds.
    }

    private static PermitLedger Fill(int leases, out Guid[] held)
    {
        var ledger = new PermitLedger(Limits, epoch: 1, listed: [], recoversUntil: TimeSpan.Zero);
        ledger.Admit(Frontend, Now);
        ledger.Report(new FrontendReport(new FrontendMark(Frontend, 1, 1), []), Now);
        held = new Guid[leases];
        for (var i = 0; i < leases; i++)
        {
            var playback = new PlaybackKey(BenchmarkFrontend.ViewerOf($"{i}"), Frontend);
            var request = new StreamRequest(new FrontendMark(Frontend, i + 2, 1), playback, $"10.{i >> 16}.{i >> 8 & 255}.{i & 255}");
            held[i] = ledger.Acquire(request, Now).Lease!.Id;
        }

        return ledger;
    }
}
