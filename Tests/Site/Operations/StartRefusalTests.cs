using System.Diagnostics;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>A site that cannot start says why in a line of words, names what to look at, and ends with 1.</summary>
public sealed class StartRefusalTests
{
    [Fact]
    public async Task DataDirectory_InUseByAnotherProcess_IsNamed()
    {
        await using var first = await SiteProcess.StartAsync();

        var (exitCode, output) = await SiteProcess.StartRefusedAsync(SiteSettings.Roomy, first.DataDirectory);

        AssertOneClearLine(exitCode, output, first.DataDirectory);
        Assert.Equal(200, await new Client.SiteClient(first.Address).TryGetStatus("/health/ready"));
    }

    [Fact]
    public async Task DataDirectory_ThatIsAFile_IsNamed()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (exitCode, output) = await SiteProcess.StartRefusedAsync(SiteSettings.Roomy, file);
            AssertOneClearLine(exitCode, output, file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Database_ThatIsNoDatabase_IsNamed()
    {
        await using var site = await SiteProcess.StartAsync();
        await site.Stop();
        var database = DatabaseOf(site);
        await File.WriteAllTextAsync(database, string.Concat(Enumerable.Repeat("This is a letter to a friend. ", 200)));
        foreach (var beside in Directory.EnumerateFiles(Path.GetDirectoryName(database)!, Path.GetFileName(database) + "-*"))
            File.Delete(beside);

        var (exitCode, output) = await SiteProcess.StartRefusedAsync(SiteSettings.Roomy, site.DataDirectory);

        AssertOneClearLine(exitCode, output, database);
    }

    /// <summary>Another program holds the database for itself: an administrator's shell in the middle of a transaction.</summary>
    [Fact]
    public async Task Database_LockedByAnotherProgram_IsNamed()
    {
        await using var site = await SiteProcess.StartAsync();
        await site.Stop();
        var database = DatabaseOf(site);
        await using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={database};Pooling=False");
        await other.OpenAsync();
        await using var hold = other.CreateCommand();
        hold.CommandText = "pragma locking_mode = exclusive; begin exclusive;";
        await hold.ExecuteNonQueryAsync();

        var (exitCode, output) = await SiteProcess.StartRefusedAsync(SiteSettings.Roomy, site.DataDirectory);

        AssertOneClearLine(exitCode, output, database);
    }

    [Fact]
    public async Task DataDirectory_ThatCannotBeWritten_IsNamed()
    {
        using var volume = new SmallVolume(megabytes: 24);
        await using (var site = await SiteProcess.StartAsync(SiteSettings.Roomy, volume.Path))
            await site.Stop();
        volume.MakeReadOnly();

        var (exitCode, output) = await SiteProcess.StartRefusedAsync(SiteSettings.Roomy, volume.Path);

        AssertOneClearLine(exitCode, output, volume.Path);
    }

    [Theory]
    [InlineData("Streaming:MaxStreams", "-1")]
    [InlineData("Streaming:Linger", "soon")]
    [InlineData("Deletion:UndoWindow", "-00:00:01")]
    [InlineData("Uploads:AllowedTypes", "MP4, EXE")]
    [InlineData("Cluster:Mode", "Nonsense")]
    [InlineData("Roles", "pages")]
    [InlineData("Roles", "")]
    [InlineData("Roles", "pages,stream")]
    [InlineData("StreamingTier:Address", "http://127.0.0.1:1")]
    public async Task Option_OutOfItsRange_IsNamedByItsKey(string key, string value)
    {
        var (exitCode, output) = await SiteProcess.StartRefusedAsync(SiteSettings.Roomy.With(key, value));

        AssertOneClearLine(exitCode, output, "OrleansVideo:" + key);
    }

    /// <summary>SIGTERM ends the site in order: exit code 0, within the time that a container is given.</summary>
    [Fact]
    public async Task Stop_IsCleanAndQuick()
    {
        await using var site = await SiteProcess.StartAsync();
        var clock = Stopwatch.StartNew();

        var exitCode = await site.Stop();

        Assert.Equal(0, exitCode);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"stopping took {clock.Elapsed}");
        await site.Restart();
    }

    private static string DatabaseOf(SiteProcess site) =>
        Assert.Single(Directory.EnumerateFiles(site.DataDirectory, "*.db", SearchOption.AllDirectories));

    private static void AssertOneClearLine(int exitCode, string output, string named)
    {
        Assert.True(exitCode == 1, $"exit code {exitCode}, output:\n{output}");
        Assert.Contains(output.Split('\n'), line => line.Contains(named, StringComparison.Ordinal));
        Assert.DoesNotContain("Unhandled exception", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
