using System.Diagnostics;
using System.Reflection;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>The process that answers: which version of the site it is, and since when it runs.</summary>
internal static class RunningSite
{
    private const int ShortCommit = 12;

    /// <summary>The version, with the commit that it was built from where the build knew it.</summary>
    public static string Version { get; } = Short(typeof(RunningSite).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "");

    /// <summary>When the process was started.</summary>
    public static DateTimeOffset Since { get; } = ReadStart();

    /// <summary>The version with no more of the commit's hash than finds it: <c>1.0.0+0123456789ab</c>.</summary>
    public static string Short(string version)
    {
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..Math.Min(version.Length, plus + 1 + ShortCommit)];
    }

    private static DateTimeOffset ReadStart()
    {
        using var process = Process.GetCurrentProcess();
        return process.StartTime;
    }
}
