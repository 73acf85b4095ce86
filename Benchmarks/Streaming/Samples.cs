namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>All rounds of one server under one load; its figures are medians.</summary>
/// <param name="Rounds">The rounds.</param>
internal sealed record Samples(IReadOnlyList<Sample> Rounds)
{
    /// <inheritdoc cref="Sample.Rate"/>
    public double Rate => Median(round => round.Rate);

    /// <inheritdoc cref="Sample.CpuPerGigabyte"/>
    public double CpuPerGigabyte => Median(round => round.CpuPerGigabyte);

    /// <summary>Resident megabytes (10⁶).</summary>
    public double Megabytes => Median(round => round.Memory / 1e6);

    /// <inheritdoc cref="Sample.ForeignCores"/>
    public double ForeignCores => Median(round => round.ForeignCores);

    /// <summary>The highest of the load averages.</summary>
    public double LoadAverage => Rounds.Max(round => round.LoadAverage);

    /// <summary>Each round.</summary>
    public override string ToString() =>
        string.Join("; ", Rounds.Select(round => $"{round.Rate:0}, {round.CpuPerGigabyte:0.00}, {round.ForeignCores:0.00}"));

    private double Median(Func<Sample, double> figure)
    {
        double[] sorted = [.. Rounds.Select(figure).Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
