using System.Globalization;
using OrleansVideo.Grains.Streaming;

namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>
/// <c>dotnet run -c Release --project Benchmarks -- limiter-simulation</c>: a thousand frontends and a million viewers at the real
/// ledger, without network or threads, on a clock of its own. But for the ledger's times, each run prints the same.
/// </summary>
internal static class SimulationVerb
{
    private static readonly PermitLimits Limits =
        new(0, 4, 32, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10));

    /// <summary>Runs it.</summary>
    public static void Run()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        new SimulationTable([.. ((int[])[200_000, 100_000]).Select(Simulate)]).Print();
        Scans.Print(Limits, new Scenario(0).Frontends);
    }

    private static (Scenario Scenario, EveningResults Results) Simulate(int capacity)
    {
        var scenario = new Scenario(capacity);
        var evening = new Evening(scenario, Limits with { Capacity = capacity });
        evening.Run();
        return (scenario, evening.Results);
    }
}
