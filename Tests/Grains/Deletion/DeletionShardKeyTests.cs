using OrleansVideo.Deletion;

namespace OrleansVideo.Tests.Grains.Deletion;

public sealed class DeletionShardKeyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(1000)]
    [InlineData(1024)]
    public void Shards_OwnEverySlotExactlyOnce(int shards)
    {
        var owners = Enumerable.Range(0, shards).SelectMany(i =>
        {
            var (from, to) = DeletionShardKey.SlotsOf(DeletionShardKey.Of(i), shards);
            return Enumerable.Range(from, to - from);
        });
        Assert.Equal(Enumerable.Range(0, DeletionShardKey.Slots), owners);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(1000)]
    public void Of_AVideo_IsTheShardThatOwnsItsSlot(int shards)
    {
        for (var i = 0; i < 2000; i++)
        {
            var id = Guid.CreateVersion7();
            var (from, to) = DeletionShardKey.SlotsOf(DeletionShardKey.Of(id, shards), shards);
            Assert.InRange(DeletionShardKey.SlotOf(id), from, to - 1);
        }
    }

    [Fact]
    public void Slots_OfManyVideos_AreSpreadEvenly()
    {
        var counts = new int[8];
        for (var i = 0; i < 8000; i++) counts[DeletionShardKey.SlotOf(Guid.CreateVersion7()) * 8 / DeletionShardKey.Slots]++;
        Assert.All(counts, count => Assert.InRange(count, 800, 1200));
    }
}
