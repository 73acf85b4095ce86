namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>What the kernel says of a process's open files.</summary>
public static class OpenFiles
{
    /// <summary>The paths of open files that hold a text; a file that was removed meanwhile is among them.</summary>
    public static string[] Of(int pid, string text) =>
        [.. Directory.EnumerateFiles($"/proc/{pid}/fd").Select(Target).OfType<string>().Where(path => path.Contains(text, StringComparison.Ordinal))];

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            return null; // Closed since it was listed.
        }
    }
}
