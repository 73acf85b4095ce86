using System.Globalization;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>Memory of processes, as the kernel counts it (proc(5), <c>/proc/PID/status</c>, <c>VmRSS</c>); shared pages count in each.</summary>
internal static class ResidentMemory
{
    private const string Field = "VmRSS:";

    /// <summary>The sum of all of them, in bytes.</summary>
    /// <param name="pids">The processes.</param>
    public static long Of(IEnumerable<int> pids) => pids.Sum(pid =>
    {
        var line = File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith(Field, StringComparison.Ordinal));
        return 1024 * long.Parse(line[Field.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    });
}
