using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansVideo.Streaming;

namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>How many bytes a heartbeat is as Orleans sends it, without the call's own header.</summary>
internal static class HeartbeatSize
{
    /// <summary>Measures it, with some tens of megabytes sent under each lease.</summary>
    /// <returns>The size of one without leases, and what each lease adds.</returns>
    public static (int Base, double PerLease) Measure()
    {
        const int Leases = 200;
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var mark = new FrontendMark(Guid.NewGuid(), 100_000, 1);
        var leases = Enumerable.Range(0, Leases).ToArray();
        var empty = serializer.SerializeToArray(new StreamHeartbeat(mark, [], [], [])).Length;
        var full = serializer.SerializeToArray(new StreamHeartbeat(
            mark, [.. leases.Select(_ => Guid.NewGuid())], [.. leases.Select(_ => 1)], [.. leases.Select(i => 50_000_000L + i)])).Length;
        return (empty, (full - empty) / (double)Leases);
    }
}
