using System.Globalization;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>How many files a process may have open (proc(5), <c>/proc/PID/limits</c>).</summary>
internal static class OpenFiles
{
    private const string Row = "Max open files";

    /// <summary>This process's limit, which its children inherit.</summary>
    public static long Limit
    {
        get
        {
            var line = File.ReadLines("/proc/self/limits").Single(line => line.StartsWith(Row, StringComparison.Ordinal));
            var soft = line[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
            return soft == "unlimited" ? long.MaxValue : long.Parse(soft, CultureInfo.InvariantCulture);
        }
    }
}
