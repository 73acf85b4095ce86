using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Media.Store;

namespace OrleansVideo.Tests.Media.Store;

public sealed class MediaStoreTests : StoreTest
{
    [Fact]
    public void Construct_WithARelativePath_IsRefused() => Assert.Throws<ArgumentException>(() => new MediaStore("media"));

    [Fact]
    public void Construct_Twice_KeepsWhatIsThere()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Store.PartPathOf(Id, 1))!);
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
    public void CheckWritable_AskedAgainWithinAMinute_MakesNoFile()
    {
        var folder = new DirectoryInfo(Path.Combine(Store.Root, "parts"));
        Assert.True(Store.CheckWritable().IsWritable);
        folder.LastWriteTimeUtc = DateTime.UnixEpoch; // A file that is made or removed sets it.
        Assert.True(Store.CheckWritable().IsWritable);
        folder.Refresh();
        Assert.Equal(DateTime.UnixEpoch, folder.LastWriteTimeUtc);
    }

    /// <summary>Rights and volume may be well, and the disk takes no byte any more.</summary>
    [Fact]
    public void CheckWritable_AfterAMinute_WritesAgain()
    {
        var clock = new FakeTimeProvider();
        var store = new MediaStore(Store.Root, clock);
        var folder = new DirectoryInfo(Path.Combine(Store.Root, "parts"));
        Assert.True(store.CheckWritable().IsWritable);
        folder.LastWriteTimeUtc = DateTime.UnixEpoch;
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.True(store.CheckWritable().IsWritable);
        folder.Refresh();
        Assert.Equal(DateTime.UnixEpoch, folder.LastWriteTimeUtc);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(store.CheckWritable().IsWritable);
        folder.Refresh();
        Assert.NotEqual(DateTime.UnixEpoch, folder.LastWriteTimeUtc);
    }

    [Fact]
    public void CheckWritable_AfterTheFolderWasGone_WritesAgain()
    {
        var parts = Path.Combine(Store.Root, "parts");
        Assert.True(Store.CheckWritable().IsWritable);
        Directory.Delete(parts);
        Assert.False(Store.CheckWritable().IsWritable);
        var again = Directory.CreateDirectory(parts);
        again.LastWriteTimeUtc = DateTime.UnixEpoch;
        Assert.True(Store.CheckWritable().IsWritable);
        again.Refresh();
        Assert.NotEqual(DateTime.UnixEpoch, again.LastWriteTimeUtc);
    }

    [Fact]
    public void PartPathOf_SpreadsUploadsOfOneMomentOverManyFolders()
    {
        var folders = Enumerable.Range(0, 500).Select(_ => Path.GetDirectoryName(Store.PartPathOf(Guid.CreateVersion7(), 1))).Distinct();
        Assert.InRange(folders.Count(), 150, 256);
    }

    [Fact]
    public async Task PartFile_OfAReleaseThatKeptThemInOneFolder_IsContinued_Published_AndRemoved()
    {
        await WritePartAsync(1, Bytes(5));
        await WritePartAsync(2, Bytes(7));
        foreach (var lease in (long[])[1, 2])
            File.Move(Store.PartPathOf(Id, lease), Path.Combine(Store.Root, "parts", $"{Id:D}.{lease}.part"));
        await using (var part = Open(Store.ContinuePart(Id, 2, 7)))
            Assert.Equal(7, part.Length);

        Assert.Equal(5, Store.RemoveParts(Id, olderThanLease: 2));
        Assert.Equal(PublishOutcome.Published, Store.Publish(Id, 2));
        Assert.Equal(7, Store.Length(Id));
        Assert.Empty(PartNames());
    }

    [Fact]
    public void CreatePart_WhenTheVolumeIsGone_MakesNothingInItsPlace()
    {
        Directory.Delete(Store.Root, recursive: true);
        Assert.Throws<DirectoryNotFoundException>(() => Store.CreatePart(Id, 1));
        Assert.False(Directory.Exists(Store.Root));
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
