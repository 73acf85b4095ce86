using OrleansVideo.Media.Store;

namespace OrleansVideo.Tests.Media.Store;

public sealed class BallastFileTests : IDisposable
{
    private const int Bytes = 600_000;
    private readonly TinyVolume _volume = new();

    [Fact]
    public void Ballast_TakesRealRoom_AndItsRemovalGivesItBack()
    {
        Assert.SkipUnless(_volume.IsMounted, "Mounting a small volume needs root.");
        var ballast = new BallastFile(Path.Combine(_volume.Path, "ballast"), Bytes);
        var before = Free();

        ballast.Make();
        ballast.Make();
        Assert.True(ballast.Exists);
        Assert.InRange(before - Free(), Bytes, Bytes + 8192);
        Assert.True(ballast.Remove());
        Assert.False(ballast.Remove());
        Assert.Equal(before, Free());
    }

    [Fact]
    public void Ballast_WithoutRoomForAllOfIt_LeavesNothing()
    {
        Assert.SkipUnless(_volume.IsMounted, "Mounting a small volume needs root.");
        var before = Free();

        Assert.Throws<StorageFullException>(new BallastFile(Path.Combine(_volume.Path, "ballast"), 2_000_000).Make);

        Assert.Empty(Directory.EnumerateFiles(_volume.Path));
        Assert.Equal(before, Free());
    }

    [Fact]
    public void Ballast_ThatWasLargerBefore_BecomesSmaller()
    {
        using var folder = new TemporaryFolder();
        new BallastFile(folder.Combine("ballast"), Bytes).Make();
        var smaller = new BallastFile(folder.Combine("ballast"), 1000);
        Assert.False(smaller.Exists);

        smaller.Make();

        Assert.Equal(1000, new FileInfo(smaller.FilePath).Length);
    }

    public void Dispose() => _volume.Dispose();

    private long Free() => new DriveInfo(_volume.Path).AvailableFreeSpace;
}
