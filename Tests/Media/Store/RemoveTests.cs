namespace OrleansVideo.Tests.Media.Store;

public sealed class RemoveTests : StoreTest
{
    [Fact]
    public void Remove_WhenNothingIsThere_IsSuccess()
    {
        Assert.Equal(0, Store.RemovePart(Id, 1));
        Assert.Equal(0, Store.RemoveParts(Id));
        Assert.Equal(0, Store.RemoveVideo(Id));
        Assert.Equal(0, Store.RemovePoster(Id));
    }

    [Fact]
    public async Task Remove_CountsTheBytesOnce()
    {
        await WritePartAsync(1, Bytes(11));
        Store.Publish(Id, 1);
        await WritePartAsync(2, Bytes(7));
        var image = Store.NewPosterPartPath(Id);
        await File.WriteAllBytesAsync(image, Bytes(5));
        Store.PublishPoster(Id, image);
        Assert.Equal((7, 11, 5), (Store.RemovePart(Id, 2), Store.RemoveVideo(Id), Store.RemovePoster(Id)));
        Assert.Equal((0, 0, 0), (Store.RemovePart(Id, 2), Store.RemoveVideo(Id), Store.RemovePoster(Id)));
        Assert.False(Store.Exists(Id) || Store.PosterExists(Id));
    }

    [Fact]
    public async Task RemoveParts_TakesEveryLeaseAndUnfinishedPoster_OfThisVideoOnly()
    {
        for (var lease = 1; lease <= 3; lease++)
            await WritePartAsync(lease, Bytes(10));
        await File.WriteAllBytesAsync(Store.NewPosterPartPath(Id), Bytes(4));
        var other = Guid.CreateVersion7();
        await using (Open(Store.CreatePart(other, 1)))
        {
        }
        Assert.Equal(34, Store.RemoveParts(Id));
        Assert.Equal([$"{other:D}.1.part"], PartNames());
    }

    [Fact]
    public async Task RemoveParts_OlderThanALease_ComparesNumbersNotText()
    {
        foreach (var lease in (long[])[2, 9, 10, 11])
            await WritePartAsync(lease, Bytes(1));
        Assert.Equal(2, Store.RemoveParts(Id, olderThanLease: 10));
        Assert.Equal([$"{Id:D}.10.part", $"{Id:D}.11.part"], PartNames());
    }

    [Fact]
    public void Remove_WhereADirectoryStands_SaysSo()
    {
        Directory.CreateDirectory(Store.PathOf(Id));
        Assert.Throws<IOException>(() => Store.RemoveVideo(Id));
        Directory.CreateDirectory(Store.PartPathOf(Id, 1));
        Assert.Throws<IOException>(() => Store.RemovePart(Id, 1));
        Assert.Throws<IOException>(() => Store.CreatePart(Id, 1));
        Assert.Throws<IOException>(() => Store.OpenRead(Id));
    }

    [Fact]
    public async Task Remove_ByTwoPassesAtOnce_NeverFails()
    {
        for (var round = 0; round < 50; round++)
        {
            await WritePartAsync(1, Bytes(10));
            Store.Publish(Id, 1);
            await WritePartAsync(2, Bytes(10));
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                Store.RemoveParts(Id);
                Store.RemoveVideo(Id);
            })));
            Assert.False(Store.Exists(Id));
            Assert.Empty(PartNames());
        }
    }
}
