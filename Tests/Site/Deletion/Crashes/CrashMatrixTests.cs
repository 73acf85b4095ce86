namespace OrleansVideo.Tests.Site.Deletion.Crashes;

/// <summary>The matrix on one process with SQLite: all of it in the long set, the boundaries that matter most always.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class CrashMatrixTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Deletion_KilledBetweenItsParts_EndsOnce_AndCanBeUndoneBefore()
    {
        await using var site = await EmbeddedCrashSite.StartAsync();
        var matrix = new CrashMatrix(site, output);
        await matrix.PurgeAt("after remove content");
        await matrix.TrashAt("after deletion record");
        await matrix.UndoAt("after deletion cancel");
    }

    [Fact, Trait("Set", "Long")]
    public async Task Deletion_KilledAtAnyBoundary_EndsExactlyOnceInTheLedger_AndCanBeUndoneBefore()
    {
        await using var site = await EmbeddedCrashSite.StartAsync();
        await new CrashMatrix(site, output).AtEveryBoundary();
    }
}
