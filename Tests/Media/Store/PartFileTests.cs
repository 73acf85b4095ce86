using OrleansVideo.Media.Store;

namespace OrleansVideo.Tests.Media.Store;

public sealed class PartFileTests : StoreTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256 * 1024)]
    [InlineData(1_000_003)]
    public async Task Complete_WhateverTheSizesOfPieces_HoldsAllBytesAndTheirDigest(int length)
    {
        var bytes = Bytes(length);
        var random = new Random(7);
        await using (var part = Open(Store.CreatePart(Id, 1)))
        {
            for (var at = 0; at < length;)
            {
                var piece = Math.Min(length - at, random.Next(1, 400_000));
                await part.AppendAsync(bytes.AsMemory(at, piece));
                at += piece;
                Assert.Equal(at, part.Length);
            }
            Assert.Equal(new PartContent(length, Sha256(bytes)), await part.CompleteAsync());
            Assert.Equal(length, part.FlushedLength);
        }
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Store.PartPathOf(Id, 1)));
    }

    [Fact]
    public async Task Append_UntilFlushed_IsNotCountedAsFlushed()
    {
        await using var part = Open(Store.CreatePart(Id, 1));
        await part.AppendAsync(Bytes(10));
        Assert.Equal((10, 0), (part.Length, part.FlushedLength));
        await part.FlushAsync();
        Assert.Equal((10, 10), (part.Length, part.FlushedLength));
        Assert.Equal(10, Store.PartLength(Id, 1));
    }

    [Fact]
    public async Task Continue_DropsBytesThatWereNeverAcknowledged_AndDigestsTheWhole()
    {
        var bytes = Bytes(500);
        await WritePartAsync(1, [.. bytes[..300], 9, 9, 9]);
        await using var part = Open(Store.ContinuePart(Id, 1, 300));
        await part.AppendAsync(bytes.AsMemory(300));
        Assert.Equal(new PartContent(500, Sha256(bytes)), await part.CompleteAsync());
    }

    [Fact]
    public async Task Continue_WhenBytesAreGone_SaysSo()
    {
        Assert.Equal(PartOutcome.Missing, Store.ContinuePart(Id, 1, 0).Outcome);
        await WritePartAsync(1, Bytes(10));
        Assert.Equal(PartOutcome.TooShort, Store.ContinuePart(Id, 1, 11).Outcome);
        Assert.Equal(10, Store.PartLength(Id, 1));
    }

    [Fact]
    public async Task Create_AfterACrash_StartsEmpty()
    {
        await WritePartAsync(1, Bytes(10));
        await using var part = Open(Store.CreatePart(Id, 1));
        Assert.Equal((0, 0), (part.Length, Store.PartLength(Id, 1)));
    }

    [Fact]
    public async Task Open_WhileTheSameLeaseIsWriting_IsRefusedAndHarmless()
    {
        await using (var part = Open(Store.CreatePart(Id, 1)))
        {
            await part.AppendAsync(Bytes(10));
            await part.FlushAsync();
            Assert.Equal(PartOutcome.InUse, Store.CreatePart(Id, 1).Outcome);
            Assert.Equal(PartOutcome.InUse, Store.ContinuePart(Id, 1, 0).Outcome);
            Assert.Equal(10, Store.PartLength(Id, 1));
        }
        await using var next = Open(Store.ContinuePart(Id, 1, 10));
    }

    [Fact]
    public async Task Rewind_ForgetsTheBadPiece_AndDigestsWhatFollows()
    {
        var bytes = Bytes(700_000);
        await using var part = Open(Store.CreatePart(Id, 1));
        await part.AppendAsync(bytes.AsMemory(0, 400_000));
        await part.AppendAsync(Bytes(50_000, seed: 2));
        await part.RewindAsync(400_000);
        await part.AppendAsync(bytes.AsMemory(400_000));
        Assert.Equal(new PartContent(700_000, Sha256(bytes)), await part.CompleteAsync());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => part.RewindAsync(700_001));
    }

    [Fact]
    public async Task Append_WhenCancelled_KeepsWhatWasFlushedAndCanGoOn()
    {
        var bytes = Bytes(900_000);
        await using var part = Open(Store.CreatePart(Id, 1));
        await part.AppendAsync(bytes.AsMemory(0, 300_000));
        await part.FlushAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await part.AppendAsync(bytes.AsMemory(300_000), new CancellationToken(canceled: true)));
        Assert.Equal(300_000, part.Length);
        await part.AppendAsync(bytes.AsMemory(300_000));
        Assert.Equal(new PartContent(900_000, Sha256(bytes)), await part.CompleteAsync());
    }

    [Fact]
    public async Task Append_AfterDispose_Throws()
    {
        var part = Open(Store.CreatePart(Id, 1));
        await part.DisposeAsync();
        await part.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await part.AppendAsync(Bytes(1)));
    }
}
