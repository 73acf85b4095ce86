using System.Globalization;

namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>What the kernel says of a process's memory, in bytes.</summary>
public sealed record ProcessMemory(long Resident, long Peak)
{
    public static ProcessMemory Of(int pid)
    {
        var lines = File.ReadAllLines($"/proc/{pid}/status");
        return new ProcessMemory(Read(lines, "VmRSS:"), Read(lines, "VmHWM:"));
    }

    private static long Read(string[] lines, string field)
    {
        var line = lines.Single(l => l.StartsWith(field, StringComparison.Ordinal));
        var kibibytes = line.AsSpan(field.Length).Trim();
        return 1024 * long.Parse(kibibytes[..kibibytes.IndexOf(' ')], CultureInfo.InvariantCulture);
    }
}
