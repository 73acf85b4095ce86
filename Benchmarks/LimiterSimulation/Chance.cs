namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>Random numbers that are the same at every run.</summary>
/// <param name="seed">Which.</param>
internal sealed class Chance(int seed)
{
#pragma warning disable CA5394 // Nothing here is a secret; the numbers have to be the same each time.
    private readonly Random _random = new(seed);

    /// <summary>Whether something of this probability happens.</summary>
    public bool Happens(double probability) => _random.NextDouble() < probability;

    /// <summary>The time until the next of events that come at random, by the mean of such times.</summary>
    public TimeSpan Exponential(TimeSpan mean) => -Math.Log(1 - _random.NextDouble()) * mean;

    /// <summary>A log-normal factor with median 1.</summary>
    /// <param name="deviation">Of its logarithm.</param>
    public double LogNormal(double deviation) =>
        Math.Exp(deviation * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(Math.Tau * _random.NextDouble()));

    /// <summary>An index, by weights.</summary>
    /// <param name="sums">The running sums of the weights.</param>
    public int Index(double[] sums)
    {
        var at = Array.BinarySearch(sums, _random.NextDouble() * sums[^1]);
        return at < 0 ? ~at : at;
    }
#pragma warning restore CA5394
}
