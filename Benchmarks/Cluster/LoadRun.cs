using System.Diagnostics;

namespace OrleansVideo.Benchmarks.Cluster;

/// <summary>What callers without a pause got done.</summary>
/// <param name="Answers">How many answers came.</param>
/// <param name="PerSecond">Answers a second.</param>
/// <param name="Median">Half of the answers came within this time.</param>
/// <param name="Slowest">99 of 100 did within this.</param>
internal sealed record LoadRun(int Answers, double PerSecond, TimeSpan Median, TimeSpan Slowest)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(12);

    /// <summary>Warms up, then measures.</summary>
    /// <param name="callers">How many call at once, each after its last answer.</param>
    /// <param name="call">One call by a caller.</param>
    /// <param name="begin">Called when the measurement begins.</param>
    public static async Task<LoadRun> Measure(int callers, Func<int, Task> call, Action begin)
    {
        await Run(callers, call, WarmUp);
        begin();
        var times = await Run(callers, call, Measured);
        times.Sort();
        return new(times.Count, times.Count / Measured.TotalSeconds, times[times.Count / 2], times[times.Count * 99 / 100]);
    }

    private static async Task<List<TimeSpan>> Run(int callers, Func<int, Task> call, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var own = new List<TimeSpan>();
            while (clock.Elapsed < length)
            {
                var began = clock.Elapsed;
                await call(caller);
                own.Add(clock.Elapsed - began);
            }

            return own;
        })));
        return [.. times.SelectMany(own => own)];
    }
}
