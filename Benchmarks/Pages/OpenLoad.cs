using System.Diagnostics;

namespace OrleansVideo.Benchmarks.Pages;

/// <summary>Visitors who come at their own pace, whether or not those before them have been answered.</summary>
internal static class OpenLoad
{
    private const int Connections = 8;
    private const int MostDifference = 64; // The ages of what it lists are in words: "9 minutes ago", "10 minutes ago".
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);

    /// <summary>What it is, in words.</summary>
    public static string Words =>
        $"{Connections} kept connections, {Connections / Interval.TotalSeconds:0} requests a second whether or not they are answered in time, {Measured.TotalSeconds:0} s after {WarmUp.TotalSeconds:0} s";

    /// <summary>Asks for an address again and again; every answer must be as long as the first, but for words like those of ages.</summary>
    /// <returns>What the answers took, the shortest first. Who had to wait for a connection has that wait counted.</returns>
    public static async Task<TimeSpan[]> Measure(Uri address)
    {
        using var first = new HttpClient();
        var length = (await first.GetByteArrayAsync(address)).Length;
        var times = await Task.WhenAll(Enumerable.Range(0, Connections).Select(number => Task.Run(() => Visit(address, length, Interval * number / Connections))));
        return [.. times.SelectMany(own => own).Order()];
    }

    private static async Task<List<TimeSpan>> Visit(Uri address, int length, TimeSpan offset)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseCookies = false });
        var times = new List<TimeSpan>();
        var clock = Stopwatch.StartNew();
        for (var due = offset; due < WarmUp + Measured; due += Interval)
        {
            if (due > clock.Elapsed) await Task.Delay(due - clock.Elapsed);
            var began = clock.Elapsed - due < Interval ? clock.Elapsed : due; // A timer that woke late is not the server's; a queue behind it is.
            var answer = await client.GetByteArrayAsync(address);
            if (Math.Abs(answer.Length - length) > MostDifference) throw new InvalidOperationException($"{address}: {answer.Length} bytes instead of {length}.");
            if (due >= WarmUp) times.Add(clock.Elapsed - began);
        }

        return times;
    }
}
