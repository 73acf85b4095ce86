using System.Diagnostics;
using System.Globalization;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>How long what looks at every lease takes, by the number of leases: nothing else is answered meanwhile.</summary>
internal static class Scans
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Prints it.</summary>
    /// <param name="limits">What the limiter goes by.</param>
    /// <param name="frontends">How many frontends there are.</param>
    public static void Print(PermitLimits limits, int frontends)
    {
        Console.WriteLine();
        Console.WriteLine("| leases | revoking a video ms | a page of 100 leases ms | half of the frontends fall silent: ledger's time in the second in which their leases lapse, with 10,000 polls in it, ms |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach (var leases in (int[])[10_000, 200_000])
        {
            var all = new SimulatedFrontend[frontends];
            var ledger = new PermitLedger(limits with { Capacity = leases }, epoch: 1, listed: [], recoversUntil: TimeSpan.Zero);
            Fill(ledger, all, leases);
            var revoke = Time(() => ledger.RevokeVideo(Guid.Empty, 2 * Second, Second));
            var list = Time(() => ledger.List(null, 101));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {leases:N0} | {revoke.TotalMilliseconds:0.0} | {list.TotalMilliseconds:0.0} | {Silence(ledger, all, Second + limits.LeaseLife).TotalMilliseconds:N0} |"));
        }
    }

    private static void Fill(PermitLedger ledger, SimulatedFrontend[] frontends, int leases)
    {
        for (var i = 0; i < frontends.Length; i++)
        {
            var (frontend, now) = (frontends[i] = new SimulatedFrontend(), Beat(i, frontends.Length));
            ledger.Admit(frontend.Id, now);
            ledger.Report(new FrontendReport(frontend.Next(), []), now);
            for (var j = 0; j < leases / frontends.Length; j++)
            {
                var viewer = new SimulatedViewer { Playback = new PlaybackKey($"{i} {j}", frontend.Id), Address = $"{i} {j}", Frontend = frontend, Asked = now };
                frontend.Add(viewer, ledger.Acquire(new StreamRequest(frontend.Next(), viewer.Playback, viewer.Address), now).Lease!.Id, now);
            }
        }
    }

    /// <summary>The first half was heard for the last time; the others beat on.</summary>
    private static TimeSpan Silence(PermitLedger ledger, SimulatedFrontend[] frontends, TimeSpan lapse)
    {
        const int Polls = 10_000;
        for (var i = frontends.Length / 2; i < frontends.Length; i++) ledger.Renew(frontends[i].Heartbeat(lapse - Second), lapse - Second);
        var nobody = new PlaybackKey("nobody", Guid.Empty);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Polls; i++) ledger.Place(nobody, lapse + Second * i / Polls);
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Frontends beat at moments of their own, all within a second.</summary>
    private static TimeSpan Beat(int frontend, int frontends) => Second + Second * frontend / frontends;

    private static TimeSpan Time(Action action) => Enumerable.Range(0, 9).Select(_ =>
    {
        var began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began);
    }).Order().ElementAt(4);
}
