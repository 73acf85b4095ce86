using System.Globalization;

namespace OrleansVideo.Benchmarks.Cluster;

/// <summary>CPU time of processes, as the kernel counts it (proc(5), <c>/proc/PID/stat</c>, fields 14 to 17, in hundredths of a second).</summary>
internal static class ProcessCpu
{
    /// <summary>User and system time of all of them since their start; one that has ended meanwhile counts for nothing.</summary>
    /// <param name="pids">The processes.</param>
    public static TimeSpan Of(IEnumerable<int> pids) => TimeSpan.FromMilliseconds(pids.Where(pid => Directory.Exists($"/proc/{pid}")).Sum(pid => 10 * Fields(pid)[..2].Sum()));

    /// <summary>The same for one process, and for those of its children that have ended.</summary>
    /// <param name="pid">The process.</param>
    public static TimeSpan WithEndedChildren(int pid) => TimeSpan.FromMilliseconds(10 * Fields(pid).Sum());

    private static long[] Fields(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // The name before may have blanks; what follows is field 3.
        return [.. fields[11..15].Select(field => long.Parse(field, CultureInfo.InvariantCulture))];
    }
}
