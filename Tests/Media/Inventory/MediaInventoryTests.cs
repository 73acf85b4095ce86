using OrleansVideo.Media.Inventory;
using OrleansVideo.Tests.Media.Store;

namespace OrleansVideo.Tests.Media.Inventory;

public sealed class MediaInventoryTests : StoreTest
{
    private MediaInventory Inventory => new(Store);

    [Fact]
    public async Task List_TellsWhatEveryFileIs()
    {
        await WritePartAsync(1, Bytes(11));
        Store.Publish(Id, 1);
        await WritePartAsync(12, Bytes(7));
        await File.WriteAllBytesAsync(Store.NewPosterPartPath(Id), Bytes(3));
        var image = Store.NewPosterPartPath(Id);
        await File.WriteAllBytesAsync(image, Bytes(5));
        Store.PublishPoster(Id, image);
        await File.WriteAllTextAsync(Path.Combine(Store.Root, "videos", $"{Id:D}.video"), "wrong folder");
        var found = Inventory.List().ToList();
        Assert.Equal(5, found.Count);
        Assert.Contains(found, file => file is { Kind: MediaFileKind.Video, Length: 11 } && file.VideoId == Id);
        Assert.Contains(found, file => file is { Kind: MediaFileKind.Part, Length: 7, Lease: 12 } && file.VideoId == Id);
        Assert.Contains(found, file => file is { Kind: MediaFileKind.Poster, Length: 5 } && file.VideoId == Id);
        Assert.Contains(found, file => file is { Kind: MediaFileKind.Leftover, Length: 3 } && file.VideoId == Id);
        Assert.Contains(found, file => file is { Kind: MediaFileKind.Unknown, VideoId: null });
    }

    [Fact]
    public async Task Quarantine_AndRestore_MoveTheFileAndCanBeRepeated()
    {
        var bytes = Bytes(11);
        await WritePartAsync(1, bytes);
        Store.Publish(Id, 1);
        var path = Assert.Single(Inventory.List()).Path;
        foreach (var outcome in (MoveOutcome[])[Inventory.Quarantine(path), Inventory.Quarantine(path)])
            Assert.Equal(MoveOutcome.Moved, outcome);
        Assert.False(Store.Exists(Id));
        Assert.Empty(Inventory.List());
        Assert.Equal(path, Assert.Single(Inventory.ListQuarantine()).Path);
        foreach (var outcome in (MoveOutcome[])[Inventory.Restore(path), Inventory.Restore(path)])
            Assert.Equal(MoveOutcome.Moved, outcome);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Store.PathOf(Id)));
        Assert.Empty(Inventory.ListQuarantine());
    }

    [Fact]
    public async Task Restore_OntoAnotherFile_TouchesNeither()
    {
        await WritePartAsync(1, Bytes(11));
        Store.Publish(Id, 1);
        var path = Assert.Single(Inventory.List()).Path;
        Inventory.Quarantine(path);
        await WritePartAsync(2, Bytes(22));
        Store.Publish(Id, 2);
        Assert.Equal(MoveOutcome.Occupied, Inventory.Restore(path));
        Assert.Equal((22, 11), (Assert.Single(Inventory.List()).Length, Assert.Single(Inventory.ListQuarantine()).Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("videos")]
    [InlineData("/etc/passwd")]
    [InlineData("../secret")]
    [InlineData("videos/../../secret")]
    [InlineData("videos/./x")]
    [InlineData("quarantine/videos/x")]
    [InlineData("videos/x\0")]
    public void Quarantine_OfAPathElsewhere_IsRefused(string path)
    {
        File.WriteAllText(Path.Combine(Store.Root, "..", "secret"), "x");
        Assert.Equal(MoveOutcome.Refused, Inventory.Quarantine(path));
        Assert.Equal(MoveOutcome.Refused, Inventory.Restore(path));
    }

    [Fact]
    public void Quarantine_OfNothing_IsMissing() => Assert.Equal(MoveOutcome.Missing, Inventory.Quarantine("videos/00/none"));
}
