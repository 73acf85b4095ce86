using System.Diagnostics;
using System.Globalization;
using OrleansVideo.Benchmarks.Cluster;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>
/// What the machine does beside the benchmark: all CPU time that the kernel counted (proc(5), <c>/proc/stat</c>; what a hypervisor took
/// is in it), less that of the servers, of this process, and of children that have ended, such as wrk.
/// </summary>
/// <param name="servers">The servers' processes.</param>
internal sealed class MachineLoad(int[] servers)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly TimeSpan _foreign = Busy() - Own(servers);

    /// <summary>Cores that others kept busy since this object was made.</summary>
    public double ForeignCores => Math.Max(0, (Busy() - Own(servers) - _foreign) / Stopwatch.GetElapsedTime(_began));

    /// <summary>The load average of the last minute.</summary>
    public static double Average => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>Children come and go, as PostgreSQL's do with its connections: what one that ended has used is counted with its parent.</summary>
    private static TimeSpan Own(int[] servers)
    {
        var children = servers.SelectMany(ProcessTree.Of).Except(servers);
        return ProcessCpu.Of(children) + servers.Append(Environment.ProcessId).Aggregate(TimeSpan.Zero, (sum, pid) => sum + ProcessCpu.WithEndedChildren(pid));
    }

    /// <summary>User, nice, system, irq, softirq, steal: all but idle and waiting; guests are in user.</summary>
    private static TimeSpan Busy()
    {
        var line = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return TimeSpan.FromMilliseconds(10 * ((int[])[1, 2, 3, 6, 7, 8]).Sum(field => long.Parse(line[field], CultureInfo.InvariantCulture)));
    }
}
