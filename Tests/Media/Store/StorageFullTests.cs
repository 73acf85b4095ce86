using OrleansVideo.Media.Store;

namespace OrleansVideo.Tests.Media.Store;

public sealed class StorageFullTests : IDisposable
{
    private readonly TinyVolume _volume = new();
    private readonly Guid _id = Guid.CreateVersion7();

    [Fact]
    public async Task Append_OnAFullVolume_IsRecognised_AndGoesOnWhenThereIsRoom()
    {
        Assert.SkipUnless(_volume.IsMounted, "Mounting a small volume needs root.");
        var store = new MediaStore(_volume.Path);
        var ballast = Path.Combine(_volume.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[600_000]);
        await using var part = store.CreatePart(_id, 1).File!;
        await part.AppendAsync(new byte[200_000]);
        await part.FlushAsync();

        await Assert.ThrowsAsync<StorageFullException>(async () => await part.AppendAsync(new byte[600_000]));
        Assert.Equal((200_000, 200_000), (part.Length, part.FlushedLength));

        File.Delete(ballast);
        await part.AppendAsync(new byte[100_000]);
        Assert.Equal(300_000, (await part.CompleteAsync()).Length);
        Assert.Equal(300_000, store.PartLength(_id, 1));
    }

    [Fact]
    public async Task TakeOver_WithoutRoomForACopy_IsRecognised_AndCanBeRepeated()
    {
        Assert.SkipUnless(_volume.IsMounted, "Mounting a small volume needs root.");
        var store = new MediaStore(_volume.Path);
        await using (var stale = store.CreatePart(_id, 1).File!)
        {
            await stale.AppendAsync(new byte[700_000]);
            await stale.FlushAsync();
            await Assert.ThrowsAsync<StorageFullException>(() => store.TakeOverPartAsync(_id, 1, 2, 700_000));
        }
        await using var part = (await store.TakeOverPartAsync(_id, 1, 2, 700_000)).File;
        Assert.Equal(700_000, part?.Length);
    }

    [Fact]
    public async Task CheckWritable_OnAFullVolume_SaysNo()
    {
        Assert.SkipUnless(_volume.IsMounted, "Mounting a small volume needs root.");
        var store = new MediaStore(_volume.Path);
        await Assert.ThrowsAsync<IOException>(() => File.WriteAllBytesAsync(Path.Combine(_volume.Path, "ballast"), new byte[2_000_000]));
        Assert.False(store.CheckWritable().IsWritable);
    }

    public void Dispose() => _volume.Dispose();
}
