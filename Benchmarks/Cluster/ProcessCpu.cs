using System.Globalization;

namespace OrleansVideo.Benchmarks.Cluster;

/// <summary>CPU time of processes, as the kernel counts it (proc(5), <c>/proc/PID/stat</c>, fields 14 and 15, in hundredths of a second).</summary>
internal static class ProcessCpu
{
    /// <summary>User and system time of all of them since their start.</summary>
    /// <param name="pids">The processes.</param>
    public static TimeSpan Of(IEnumerable<int> pids) => TimeSpan.FromMilliseconds(pids.Sum(pid =>
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // The name before may have blanks; what follows is field 3.
        return 10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
    }));
}
