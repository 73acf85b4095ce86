using OrleansVideo.Benchmarks.Streaming;

namespace OrleansVideo.Benchmarks.Pages;

/// <summary>How long answers take, in alternating rounds.</summary>
/// <param name="report">Takes the lines.</param>
/// <param name="servers">The servers' processes.</param>
internal sealed class PagesTable(Report report, int[] servers)
{
    private const int Rounds = 3;

    /// <summary>Measures all rows.</summary>
    /// <param name="rows">What is asked for: its name and its address.</param>
    public async Task Fill(IReadOnlyList<(string Name, Uri Address)> rows)
    {
        var rounds = rows.Select(_ => new List<(TimeSpan[] Times, double Foreign)>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var ((_, address), samples) in rows.Zip(rounds))
            {
                var load = new MachineLoad(servers);
                samples.Add((await OpenLoad.Measure(address), load.ForeignCores));
            }
        }

        report.Add($"""
            {OpenLoad.Words}; medians of {Rounds} rounds, all rows in turn.

            | answer | bytes | answers | p50 ms | p99 ms | slowest ms | foreign cores |
            | --- | --- | --- | --- | --- | --- | --- |
            """);
        using var client = new HttpClient();
        foreach (var ((name, address), samples) in rows.Zip(rounds))
        {
            double Median(Func<(TimeSpan[] Times, double Foreign), double> figure) => samples.Select(figure).Order().ElementAt(Rounds / 2);
            var bytes = (await client.GetByteArrayAsync(address)).Length;
            report.Add($"| {name} | {bytes:N0} | {Median(sample => sample.Times.Length):N0} | {Median(sample => At(sample.Times, 50)):0.0} "
                + $"| {Median(sample => At(sample.Times, 99)):0.0} | {Median(sample => At(sample.Times, 100)):0.0} | {Median(sample => sample.Foreign):0.00} |");
        }
    }

    private static double At(TimeSpan[] times, int percentile) => times[Math.Min(times.Length - 1, times.Length * percentile / 100)].TotalMilliseconds;
}
