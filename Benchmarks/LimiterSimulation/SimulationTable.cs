using System.Globalization;

namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>Results as Markdown: a line for each figure, a column for each evening.</summary>
/// <param name="evenings">The evenings.</param>
internal sealed class SimulationTable(IReadOnlyList<(Scenario Scenario, EveningResults Results)> evenings)
{
    /// <summary>Bytes of a heartbeat beside its leases, and of each lease in it: measured by the real serializer, see <see cref="HeartbeatSize"/>.</summary>
    private readonly (int Base, double PerLease) _size = HeartbeatSize.Measure();

    /// <summary>Prints it.</summary>
    public void Print()
    {
        Row("tokens", (scenario, _) => $"**{scenario.Capacity:N0}**");
        Console.WriteLine($"| --- |{string.Concat(evenings.Select(_ => " --- |"))}");
        Row("viewers who came, over simulated s", (scenario, results) => $"{results.Asked:N0}, {results.End.TotalSeconds:N0}");
        Row("all tokens held for, s", (_, results) => $"{results.Full.TotalSeconds:N0}");
        Row("most tokens held at once", (_, results) => $"{results.MostHeld:N0}");
        Row("admitted; gave up", (_, results) => $"{results.Delays.Count:N0}; {results.Abandoned:N0}");
        Row("waiting while full: mean, most", (_, results) => $"{results.Waiting.Average():N0}, {results.Waiting.Max():N0}");
        Row("admission delay of all admitted: p50, p99, most, s", (_, results) => Delays(results.Delays));
        Row("of those who had to wait: p50, p99, most, s", (_, results) => Delays([.. results.Delays.Where(delay => delay > TimeSpan.Zero)]));
        Row("order violations", (_, results) => $"{results.Line.Violations:N0}");
        Row("let in while an earlier one had not yet come for a token kept for it; who had come at most so much earlier, s", (_, results) => $"{results.Line.Overtakings:N0}; {results.Line.FurthestOvertaking.TotalSeconds:0.0}");
        Row("places lost, leases lost", (_, results) => $"{results.PlacesLost:N0}, {results.LeasesLost:N0}");
        Row("admitted/asked by frontend: Jain's index", (_, results) => $"{new Fairness(results.Frontends).Jain:0.0000}");
        Row("worst, best frontend", (_, results) => $"{new Fairness(results.Frontends).Worst:0.000}, {new Fairness(results.Frontends).Best:0.000}");
        Row("the worst one, in standard deviations of chance", (_, results) => $"{new Fairness(results.Frontends).WorstDeviation:0.0}");
        foreach (var kind in Enum.GetValues<MessageKind>().Where(kind => kind != MessageKind.Settle))
            Row($"{kind}: messages/s while full; in the busiest second", (_, results) => Rate(results.Messages[kind], results));
        Row("all messages/s while full", (_, results) => $"{results.Messages.Where(kind => kind.Key != MessageKind.Settle).Sum(kind => kind.Value.CountWhenFull) / results.Full.TotalSeconds:N0}");
        Row("leases renewed/s while full", (_, results) => $"{results.RenewalsWhenFull / results.Full.TotalSeconds:N0}");
        Row("heartbeats, MB/s while full; bytes each", (_, results) => HeartbeatBytes(results));
        foreach (var kind in Enum.GetValues<MessageKind>())
            Row($"{kind}: ledger's time, mean µs", (_, results) => $"{results.Messages[kind].Mean.TotalMicroseconds:0.0}");
        Row("ledger's time for one second while full, ms", (_, results) => $"{results.Messages.Values.Sum(kind => kind.TimeWhenFull.TotalMilliseconds) / results.Full.TotalSeconds:N0}");
    }

    private static string Delays(List<TimeSpan> delays)
    {
        delays.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{delays[delays.Count / 2].TotalSeconds:0.0}, {delays[delays.Count * 99 / 100].TotalSeconds:0.0}, {delays[^1].TotalSeconds:0.0}");
    }

    private static string Rate(MessageMeter meter, EveningResults results) => $"{meter.CountWhenFull / results.Full.TotalSeconds:N0}; {meter.Peak:N0}";

    private string HeartbeatBytes(EveningResults results)
    {
        var beats = results.Messages[MessageKind.Renew].CountWhenFull;
        var bytes = beats * _size.Base + results.RenewalsWhenFull * _size.PerLease;
        return $"{bytes / results.Full.TotalSeconds / 1e6:0.0}; {bytes / beats:N0}";
    }

    private void Row(string name, Func<Scenario, EveningResults, string> value) =>
        Console.WriteLine($"| {name} | {string.Join(" | ", evenings.Select(evening => value(evening.Scenario, evening.Results)))} |");
}
