namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>The lines of the result: printed as they come, and kept as a dated file.</summary>
/// <param name="path">The file.</param>
internal sealed class Report(string path)
{
    /// <summary>The report of today.</summary>
    /// <param name="repository">The working copy.</param>
    /// <param name="subject">What was measured.</param>
    public static Report OfToday(string repository, string subject)
    {
        var folder = Directory.CreateDirectory(Path.Combine(repository, "docs", "benchmarks"));
        var report = new Report(Path.Combine(folder.FullName, $"{subject}-{TimeProvider.System.GetLocalNow():yyyy-MM-dd}.md"));
        File.Delete(report.Kept);
        return report;
    }

    /// <summary>Where it is kept.</summary>
    public string Kept => path;

    /// <summary>Adds lines.</summary>
    /// <param name="lines">The lines.</param>
    public void Add(string lines)
    {
        Console.WriteLine(lines);
        File.AppendAllText(path, lines + "\n");
    }
}
