namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>How evenly frontends' viewers were served: the share of those who asked that were admitted.</summary>
/// <param name="frontends">The frontends.</param>
internal sealed class Fairness(IReadOnlyList<SimulatedFrontend> frontends)
{
    private readonly double[] _shares = [.. frontends.Select(Share)];
    private readonly double _all = frontends.Sum(frontend => frontend.Admitted) / (double)frontends.Sum(frontend => frontend.Asked);

    /// <summary>Jain's index: 1 when all are served alike.</summary>
    public double Jain => _shares.Sum() * _shares.Sum() / (_shares.Length * _shares.Sum(share => share * share));

    /// <summary>The smallest share.</summary>
    public double Worst => _shares.Min();

    /// <summary>The greatest.</summary>
    public double Best => _shares.Max();

    /// <summary>
    /// How far the frontend that was served worst is from the mean, in standard deviations of what chance does to as many
    /// viewers; of a thousand frontends, chance alone puts the worst at some 3.2.
    /// </summary>
    public double WorstDeviation => frontends.Max(frontend => (_all - Share(frontend)) / Math.Sqrt(_all * (1 - _all) / frontend.Asked));

    private static double Share(SimulatedFrontend frontend) => frontend.Admitted / (double)frontend.Asked;
}
