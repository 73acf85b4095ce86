using OrleansVideo.Media.Store;

namespace OrleansVideo.Tests.Media.Store;

public sealed class PublishTests : StoreTest
{
    [Fact]
    public async Task Publish_MakesThePartTheVideo()
    {
        var bytes = Bytes(1000);
        await WritePartAsync(3, bytes);
        Assert.Equal(PublishOutcome.Published, Store.Publish(Id, 3));
        Assert.Empty(PartNames());
        Assert.Equal(1000, Store.Length(Id));
        Assert.Equal(new PartContent(1000, Sha256(bytes)), await Store.ReadContentAsync(Id));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Store.PathOf(Id)));
    }

    [Fact]
    public async Task Files_AreReadByTheSiteAndItsGroupAlone()
    {
        await WritePartAsync(3, Bytes(1000));
        Store.Publish(Id, 3);
        var image = Store.NewPosterPartPath(Id);
        await File.WriteAllBytesAsync(image, Bytes(100));
        Store.PublishPoster(Id, image);

        foreach (var path in new[] { Store.PathOf(Id), Store.PosterPathOf(Id) })
        {
            if (OperatingSystem.IsWindows()) continue; // Which has no such modes.
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
        }
    }

    /// <summary>Whoever gets a link into the directory must not have the site send another file.</summary>
    [Fact]
    public async Task Link_InAFilesPlace_IsNotFollowed()
    {
        await WritePartAsync(3, Bytes(1000));
        Store.Publish(Id, 3);
        var secret = Path.Combine(Store.Root, "secret");
        await File.WriteAllTextAsync(secret, "the key ring");
        File.Delete(Store.PathOf(Id));
        File.CreateSymbolicLink(Store.PathOf(Id), secret);
        Assert.Throws<IOException>(() => Store.OpenRead(Id));

        var part = Store.PartPathOf(Id, 4);
        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        File.CreateSymbolicLink(part, secret);
        Assert.Throws<IOException>(() => Store.CreatePart(Id, 4));
        Assert.Equal("the key ring", await File.ReadAllTextAsync(secret));
    }

    [Fact]
    public async Task Publish_AgainAfterACrashBeforeTheRecord_IsAlreadyPublished()
    {
        await WritePartAsync(3, Bytes(10));
        Store.Publish(Id, 3);
        var restarted = new MediaStore(Store.Root);
        Assert.Equal(PublishOutcome.AlreadyPublished, restarted.Publish(Id, 3));
        Assert.Equal(10, restarted.Length(Id));
    }

    [Fact]
    public void Publish_WithNothingThere_IsMissing()
    {
        Assert.Equal(PublishOutcome.Missing, Store.Publish(Id, 1));
        Assert.False(Store.Exists(Id));
    }

    [Fact]
    public async Task Publish_OntoAnotherLeasesVideo_IsAConflictAndTouchesNeither()
    {
        var first = Bytes(10, seed: 1);
        var second = Bytes(20, seed: 2);
        await WritePartAsync(1, first);
        await WritePartAsync(2, second);
        Assert.Equal(PublishOutcome.Published, Store.Publish(Id, 1));
        Assert.Equal(PublishOutcome.Conflict, Store.Publish(Id, 2));
        Assert.Equal(first, await File.ReadAllBytesAsync(Store.PathOf(Id)));
        Assert.Equal(second, await File.ReadAllBytesAsync(Store.PartPathOf(Id, 2)));
    }

    [Fact]
    public async Task Publish_ByManyLeasesAtOnce_LetsExactlyOneWin()
    {
        const int Leases = 8;
        for (var round = 0; round < 20; round++)
        {
            for (var lease = 1; lease <= Leases; lease++)
                await WritePartAsync(lease, Bytes(100, seed: lease));
            using var start = new Barrier(Leases);
            var outcomes = await Task.WhenAll(Enumerable.Range(1, Leases).Select(lease => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return (lease, outcome: Store.Publish(Id, lease));
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            var winner = Assert.Single(outcomes, one => one.outcome == PublishOutcome.Published).lease;
            Assert.All(outcomes.Where(one => one.lease != winner), one => Assert.Equal(PublishOutcome.Conflict, one.outcome));
            Assert.Equal(Bytes(100, seed: winner), await File.ReadAllBytesAsync(Store.PathOf(Id)));
            Assert.Equal(Leases - 1, PartNames().Length);
            Store.RemoveParts(Id);
            Store.RemoveVideo(Id);
        }
    }

    [Fact]
    public async Task Publish_WhereADirectoryStands_SaysSoAndKeepsThePart()
    {
        await WritePartAsync(1, Bytes(10));
        Directory.CreateDirectory(Store.PathOf(Id));
        var error = Assert.Throws<IOException>(() => Store.Publish(Id, 1));
        Assert.Contains("directory", error.Message, StringComparison.Ordinal);
        Assert.Equal(10, Store.PartLength(Id, 1));
    }

    [Fact]
    public async Task OpenRead_OutlivesRemoval()
    {
        var bytes = Bytes(100);
        await WritePartAsync(1, bytes);
        Store.Publish(Id, 1);
        using var file = Store.OpenRead(Id);
        Assert.Equal(100, Store.RemoveVideo(Id));
        var read = new byte[100];
        Assert.Equal(100, await RandomAccess.ReadAsync(file!, read, 0));
        Assert.Equal(bytes, read);
        Assert.Null(Store.OpenRead(Id));
        Assert.Null(await Store.ReadContentAsync(Id));
    }

    [Fact]
    public async Task PublishPoster_ReplacesTheOlderOne()
    {
        foreach (var text in (string[])["first", "second"])
        {
            var image = Store.NewPosterPartPath(Id);
            await File.WriteAllTextAsync(image, text);
            Store.PublishPoster(Id, image);
        }
        Assert.Equal("second", await File.ReadAllTextAsync(Store.PosterPathOf(Id)));
        Assert.True(Store.PosterExists(Id));
        Assert.Empty(PartNames());
    }
}
