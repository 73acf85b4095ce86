using OrleansVideo.Media.Store;

namespace OrleansVideo.Tests.Media.Store;

public sealed class TakeOverTests : StoreTest
{
    [Fact]
    public async Task TakeOver_WhenTheEarlierWriterIsGone_MovesItsFile()
    {
        var bytes = Bytes(1000);
        await WritePartAsync(1, bytes);
        await using (var part = Open(await Store.TakeOverPartAsync(Id, 1, 2, 600)))
        {
            await part.AppendAsync(bytes.AsMemory(600));
            Assert.Equal(Sha256(bytes), (await part.CompleteAsync()).Sha256);
        }
        Assert.Equal([$"{Id:D}.2.part"], PartNames());
    }

    [Fact]
    public async Task TakeOver_WhileTheEarlierWriterStillWrites_IsOutOfItsReach()
    {
        var bytes = Bytes(1000);
        await using var stale = Open(Store.CreatePart(Id, 1));
        await stale.AppendAsync(bytes.AsMemory(0, 600));
        await stale.FlushAsync();
        await using (var part = Open(await Store.TakeOverPartAsync(Id, 1, 2, 600)))
        {
            await stale.AppendAsync(Bytes(400, seed: 5));
            await stale.FlushAsync();
            await part.AppendAsync(bytes.AsMemory(600));
            Assert.Equal(Sha256(bytes), (await part.CompleteAsync()).Sha256);
        }
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Store.PartPathOf(Id, 2)));
        Assert.Equal(1000, Store.RemoveParts(Id, olderThanLease: 2));
        Assert.Equal([$"{Id:D}.2.part"], PartNames());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TakeOver_WhenAcknowledgedBytesAreGone_SaysSo(bool staleWriterAlive)
    {
        Assert.Equal(PartOutcome.Missing, (await Store.TakeOverPartAsync(Id, 1, 2, 5)).Outcome);
        await WritePartAsync(1, Bytes(10));
        await using var stale = staleWriterAlive ? Open(Store.ContinuePart(Id, 1, 10)) : null;
        Assert.Equal(PartOutcome.TooShort, (await Store.TakeOverPartAsync(Id, 1, 2, 11)).Outcome);
        Assert.Equal([$"{Id:D}.1.part"], PartNames());
    }

    [Fact]
    public async Task TakeOver_RepeatedAfterACrash_OpensTheSameBytes()
    {
        var bytes = Bytes(100);
        await WritePartAsync(1, bytes);
        await using (Open(await Store.TakeOverPartAsync(Id, 1, 2, 100)))
        {
        }
        await using (var again = Open(await Store.TakeOverPartAsync(Id, 1, 2, 100)))
            Assert.Equal(Sha256(bytes), (await again.CompleteAsync()).Sha256);
    }

    [Fact]
    public async Task TakeOver_WithoutAGreaterLease_Throws()
    {
        await WritePartAsync(2, Bytes(10));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.TakeOverPartAsync(Id, 2, 2, 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.TakeOverPartAsync(Id, 2, 1, 0));
    }
}
