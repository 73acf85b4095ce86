using System.Globalization;

namespace OrleansVideo.WebFrontend.Network;

/// <summary>
/// How many files and sockets this process may have open (RLIMIT_NOFILE), and how many connections fit into that. The runtime raises the
/// soft limit to the hard one when it starts, so the soft one is all there is. A process that has none left can't even load its own code.
/// </summary>
internal static class DescriptorLimit
{
    /// <summary>What the process needs beside its connections: its own files, the database's, the cluster's sockets, ffmpeg's pipes.</summary>
    private const int Kept = 384;

    /// <summary>A connection's socket, and what its request opens: a video, a part file, or the socket to the tier that it is forwarded to.</summary>
    private const int PerConnection = 2;

    /// <summary>However low the limit, somebody has to be able to look at the site.</summary>
    private const int Fewest = 16;

    private const string Name = "Max open files";

    /// <summary>The limit of this process; null where there is none, or the system does not say.</summary>
    public static long? Read() => OperatingSystem.IsLinux() ? Parse(File.ReadLines("/proc/self/limits")) : null;

    /// <summary>The soft limit in the lines of <c>/proc/self/limits</c> (proc(5)).</summary>
    internal static long? Parse(IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) is { } line
        && long.TryParse(line.AsSpan(Name.Length).TrimStart().ToString().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : null;

    /// <summary>Connections that fit into a limit.</summary>
    public static int ConnectionsWithin(long limit) => (int)Math.Clamp((limit - Kept) / PerConnection, Fewest, int.MaxValue);
}
