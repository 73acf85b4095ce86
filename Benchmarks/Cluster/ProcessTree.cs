using System.Globalization;

namespace OrleansVideo.Benchmarks.Cluster;

/// <summary>Processes that work as several: PostgreSQL has one for each connection, nginx has workers.</summary>
internal static class ProcessTree
{
    /// <summary>A process and its children.</summary>
    /// <param name="parent">The process.</param>
    public static IEnumerable<int> Of(int parent) =>
        File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pid => int.Parse(pid, CultureInfo.InvariantCulture)).Append(parent);
}
