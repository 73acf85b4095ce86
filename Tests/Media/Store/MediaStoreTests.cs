using OrleansVideo.Media.Store;

namespace OrleansVideo.Tests.Media.Store;

public sealed class MediaStoreTests : StoreTest
{
    [Fact]
    public void Construct_WithARelativePath_IsRefused() => Assert.Throws<ArgumentException>(() => new MediaStore("media"));

    [Fact]
    public void Construct_Twice_KeepsWhatIsThere()
    {
        File.WriteAllText(Store.PartPathOf(Id, 1), "x");
        Assert.Equal(1, new MediaStore(Store.Root + Path.DirectorySeparatorChar).PartLength(Id, 1));
    }

    [Fact]
    public void Construct_WhereAFileStands_Throws()
    {
        var file = Path.Combine(Store.Root, "file");
        File.WriteAllText(file, "x");
        Assert.Throws<IOException>(() => new MediaStore(file));
    }

    [Fact]
    public void PathOf_SpreadsIdsOfOneMomentOverManyFolders()
    {
        var folders = Enumerable.Range(0, 500).Select(_ => Path.GetDirectoryName(Store.PathOf(Guid.CreateVersion7()))).Distinct();
        Assert.InRange(folders.Count(), 150, 256);
    }

    [Fact]
    public void CheckWritable_OnAHealthyVolume_LeavesNothingBehind()
    {
        var health = Store.CheckWritable();
        Assert.True(health.IsWritable, health.Problem);
        Assert.True(health.AvailableBytes > 0);
        Assert.Empty(PartNames());
    }

    [Fact]
    public void CheckWritable_WhenTheVolumeIsGone_SaysWhy()
    {
        Directory.Delete(Store.Root, recursive: true);
        var health = Store.CheckWritable();
        Assert.False(health.IsWritable);
        Assert.NotEmpty(health.Problem!);
    }
}
