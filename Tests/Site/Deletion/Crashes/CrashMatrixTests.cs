namespace OrleansVideo.Tests.Site.Deletion.Crashes;

/// <summary>The matrix on one process with SQLite.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class CrashMatrixTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Purge_KilledAtAnyBoundary_EndsExactlyOnceInTheLedger()
    {
        await using var site = await EmbeddedCrashSite.StartAsync();
        await new CrashMatrix(site, output).PurgeAtEveryBoundary();
    }

    [Fact]
    public async Task Trash_KilledAtAnyBoundary_CanBeUndone()
    {
        await using var site = await EmbeddedCrashSite.StartAsync();
        await new CrashMatrix(site, output).TrashAtEveryBoundary();
    }
}
