using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Deletion;
using OrleansVideo.Grains.DueWork;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Deletion;

/// <summary>The ledger as it is read: by pages, by state, and how late it is.</summary>
public sealed class DeletionLedgerTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private static readonly string[] Alive = ["silo-x"];
    private readonly Caller _owner = GrainCluster.NewCaller();

    private IDeletionLedgerGrain Ledger => cluster.Grains.GetGrain<IDeletionLedgerGrain>(0);
    private DateTimeOffset Far => cluster.Clock.GetUtcNow().AddYears(20);

    [Fact]
    public async Task List_GoesThroughAllPages_TheNewestFirst_EachRowOnce()
    {
        var videos = new List<Guid>();
        for (var i = 0; i < 7; i++) videos.Add(await Open(Far.AddDays(1), Far.AddMinutes(i / 2)));

        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = (await Ledger.List(new DeletionQuery(DeletionState.Waiting, null, new PageRequest(3, cursor)))).Value!;
            seen.AddRange(page.Items.Select(row => row.VideoId).Where(videos.Contains));
            Assert.Equal(page.Items.Select(row => row.RequestedAt), page.Items.Select(row => row.RequestedAt).OrderDescending());
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(videos.Order(), seen.Order());
        Assert.Empty((await Ledger.List(new DeletionQuery(DeletionState.Held, null, new PageRequest()))).Value!.Items);
        Assert.Equal(RefusalCode.QueryInvalid, (await Ledger.List(new DeletionQuery(null, null, new PageRequest(3, "nonsense")))).Refusal?.Code);
    }

    [Fact]
    public async Task Row_ThatIsClaimed_IsRunning()
    {
        var id = await Open(Far, Far);
        Assert.Single(await new DeletionQueue(cluster.Database).Claim(SlotsOf(id), 1, "silo-x", Alive, Far));
        var row = Assert.Single((await Ledger.List(new DeletionQuery(DeletionState.Running, id, new PageRequest()))).Value!.Items);
        Assert.Equal((1, "silo-x"), (row.Attempts, row.Silo));
    }

    [Fact]
    public async Task Lateness_IsThatOfTheOldestDueStep()
    {
        var queries = new DeletionLedgerQueries(cluster.Database);
        var due = cluster.Clock.GetUtcNow().AddYears(5);
        await Open(due, due);
        Assert.Equal(TimeSpan.FromMinutes(7), await queries.Lateness(due.AddMinutes(7)));
        Assert.Equal(TimeSpan.Zero, await queries.Lateness(cluster.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Ticks_ThatDidNotCome_AreCountedAsMissed()
    {
        var (queue, queries) = (new DeletionQueue(cluster.Database), new DeletionLedgerQueries(cluster.Database));
        var (shard, at, minute) = ("shard-900", Far, TimeSpan.FromMinutes(1));
        Assert.Equal(0, await queue.CountTick(shard, at, minute));
        Assert.Equal(0, await queue.CountTick(shard, at += TimeSpan.FromSeconds(80), minute)); // Late, and none missed.
        Assert.Equal(9, await queue.CountTick(shard, at += TimeSpan.FromMinutes(10), minute));
        Assert.Equal(new DeletionTicks(shard, at, 3, 9), (await queries.ListTicks()).Single(row => row.Shard == shard));
        await queue.ForgetTicks(shard);
        Assert.DoesNotContain(await queries.ListTicks(), row => row.Shard == shard);
    }

    [Fact]
    public async Task Tombstone_IsForgottenAfterItsRetention_AndNotBefore()
    {
        var (id, _) = await cluster.ReadyVideo(_owner);
        await cluster.Shard(id).Delete(id, _owner, permanent: false);
        await cluster.Shard(id).Restore(id, _owner);
        await cluster.Shard(id).Delete(id, _owner, permanent: true);
        await cluster.WaitFor(id, VideoStatus.Purged);
        await Site.Hosting.Eventually.True("the row is closed", TimeSpan.FromSeconds(20),
            async () => (await Ledger.List(new DeletionQuery(DeletionState.Done, id, new PageRequest()))).Value!.Items.Count == 1);

        await cluster.Service<TombstoneExpiry>().Expire(SlotsOf(id));
        Assert.Equal(VideoStatus.Purged, (await cluster.Video(id).Read())!.Status);

        var later = new SwitchedDatabase(cluster.Database, new FakeTimeProvider(cluster.Clock.GetUtcNow().AddDays(91)));
        await new TombstoneExpiry(
            new DeletionQueue(later),
            new DueWorkQueue(later, Options.Create(new DueWorkOptions()), TimeProvider.System, NullLogger<DueWorkQueue>.Instance),
            cluster.Grains,
            Options.Create(new DeletionOptions()),
            NullLogger<TombstoneExpiry>.Instance).Expire(SlotsOf(id));
        Assert.Null(await cluster.Video(id).Read());
        Assert.Empty((await Ledger.List(new DeletionQuery(null, id, new PageRequest()))).Value!.Items);
    }

    [Fact]
    public async Task Forget_OfAVideoThatIsNotPurged_DoesNothing()
    {
        var id = await cluster.Draft(_owner);
        Assert.False(await cluster.Video(id).Forget(Far));
        Assert.Equal(VideoStatus.Draft, (await cluster.Video(id).Read())!.Status);
    }

    private static (int From, int To) SlotsOf(Guid id) => (DeletionShardKey.SlotOf(id), DeletionShardKey.SlotOf(id) + 1);

    /// <summary>A row that the cluster's own shards, whose clock is years behind, leave alone.</summary>
    private async Task<Guid> Open(DateTimeOffset dueAt, DateTimeOffset requestedAt)
    {
        var id = Guid.CreateVersion7();
        await new DeletionLedgerCommands(cluster.Database).Open(new DeletionRequest(
            id, _owner.AccountId, _owner.UserName, 1, _owner.UserName, requestedAt, dueAt, IsFinal: false));
        return id;
    }
}
