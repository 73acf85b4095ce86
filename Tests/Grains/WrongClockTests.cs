using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Storage;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Tests.Grains.Storage;
using OrleansVideo.Tests.Silo.Database;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains;

/// <summary>
/// A silo whose clock is eight days off, longer than a deletion can be undone: it does nothing for good before its time by the
/// database's clock, refuses no undo, and leaves nothing undone either.
/// </summary>
public abstract class WrongClockTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Caller _owner = GrainCluster.NewCaller();

    /// <summary>A silo whose clock is as far ahead of its database's, until the test moves it.</summary>
    private protected abstract Task<WrongClockCluster> StartAsync(TimeSpan ahead);

    [Fact]
    public async Task Ahead_PurgesNothingEarly_AndRefusesNoUndo()
    {
        await using var cluster = await StartAsync(TimeSpan.Zero);
        var (kept, _) = await cluster.ReadyVideo(_owner);
        var receipt = (await cluster.Shard(kept).Delete(kept, _owner, permanent: false)).Value!;
        Assert.InRange(receipt.DeleteAfter!.Value - await cluster.Database.ReadClockAsync(), TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));

        var draft = await cluster.Draft(_owner);
        Assert.NotNull((await cluster.Upload(draft).Begin(_owner, 1000)).Value);
        await cluster.Forget(cluster.Upload(draft)); // No silo knows of a writer.

        var (gone, _) = await cluster.ReadyVideo(_owner);
        await cluster.Shard(gone).Delete(gone, _owner, permanent: true);
        await cluster.WaitFor(gone, VideoStatus.Purged); // With it, whatever a pass holds for due has been taken.

        var stranger = cluster.Put(MediaInventory.VideoPath(Guid.CreateVersion7()));
        File.SetLastWriteTimeUtc(cluster.At(stranger), DateTime.UnixEpoch);
        await cluster.Scan();
        Assert.True(cluster.IsInQuarantine(stranger));

        cluster.Clock.AdjustTime(cluster.Clock.GetUtcNow().AddDays(8));
        await cluster.Grains.GetGrain<ICatalogReconcilerGrain>(ICatalogReconcilerGrain.Key).Start();
        for (var tick = 0; tick < 3; tick++) await cluster.Advance(TimeSpan.FromMinutes(1)); // Reminders: tombstones are looked at as well.
        await Eventually.True("the shard has passed since", Patience, async () =>
        {
            await cluster.Advance(TimeSpan.FromSeconds(5));
            return (await cluster.Shard(gone).GetState()).LastTick is not null && (await cluster.Shard(kept).GetState()).LastTick is not null;
        });
        await cluster.Service<QuarantineSweep>().RemoveDue();
        Assert.True(cluster.IsInQuarantine(stranger));

        Assert.Equal(VideoStatus.Draft, (await cluster.Video(draft).Read())!.Status);
        Assert.NotNull((await cluster.Video(gone).GetState()).Details); // The tombstone, which is kept for a day.
        Assert.Equal(VideoStatus.Trashed, (await cluster.Video(kept).Read())!.Status);
        Assert.True(cluster.Media.Exists(kept));
        Assert.Equal(VideoStatus.Ready, (await cluster.Shard(kept).Restore(kept, _owner)).Value?.Status);
    }

    [Fact]
    public async Task Behind_PurgesInTime()
    {
        await using var cluster = await StartAsync(TimeSpan.FromDays(-8));
        var (id, _) = await cluster.ReadyVideo(_owner);
        var receipt = (await cluster.Shard(id).Delete(id, _owner, permanent: false)).Value!;
        Assert.InRange(receipt.DeleteAfter!.Value - await cluster.Database.ReadClockAsync(), TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));

        await Eventually.True("the video is hidden, and its purge waits", Patience, async () => await cluster.Database.ExecuteAsync(
            "update deletions set due_at = {now}, next_attempt_at = {now} where video_id = @id and step = 2",
            new { id = id.ToString("D") }) == 1);

        await Eventually.True("the video is purged", Patience, async () =>
        {
            await cluster.Advance(TimeSpan.FromSeconds(20));
            return (await cluster.Video(id).Read())!.Status == VideoStatus.Purged;
        });
        Assert.False(cluster.Media.Exists(id));
    }
}

/// <summary>One silo whose clock is off from its database's as far as the test moves it.</summary>
public abstract class WrongClockCluster : GrainCluster
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["OrleansVideo:Deletion:TombstoneRetention"] = "1.00:00:00",
    };
}

public sealed class SqliteWrongClockTests : WrongClockTests
{
    private protected override async Task<WrongClockCluster> StartAsync(TimeSpan ahead)
    {
        var cluster = new SqliteCluster(ahead);
        await cluster.InitializeAsync();
        return cluster;
    }

    private sealed class SqliteCluster : WrongClockCluster
    {
        public SqliteCluster(TimeSpan ahead) => DatabaseClock = new(Clock.GetUtcNow() - ahead);

        internal override FakeTimeProvider DatabaseClock { get; }
    }
}

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresWrongClockTests(PostgresServer server) : WrongClockTests
{
    private protected override async Task<WrongClockCluster> StartAsync(TimeSpan ahead)
    {
        var cluster = new PostgresCluster(await PostgresTestDatabase.MigratedAsync(server), ahead);
        await cluster.InitializeAsync();
        return cluster;
    }

    private sealed class PostgresCluster : WrongClockCluster
    {
        private readonly PostgresTestDatabase _database;

        public PostgresCluster(PostgresTestDatabase database, TimeSpan ahead)
        {
            _database = database;
            Clock.AdjustTime(TimeProvider.System.GetUtcNow() + ahead);
        }

        protected override IReadOnlyDictionary<string, string?> Settings => _database.ClusterSettings(base.Settings);

        /// <summary>The database goes by its own clock, as in production.</summary>
        protected override void UseDatabase(IServiceCollection services)
        {
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            _database.Dispose();
        }
    }
}
