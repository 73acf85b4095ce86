using Dapper;
using Microsoft.Extensions.DependencyInjection;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Storage;
using OrleansVideo.Grains.Uploads;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Tests.Grains.Storage;
using OrleansVideo.Tests.Silo.Database;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.DueWork;

/// <summary>A hundred and fifty rows of each list that can't be read, older than the healthy ones: all of these are worked off.</summary>
public abstract class PoisonTests
{
    private const int Poison = 150;
    private readonly Caller _owner = GrainCluster.NewCaller();

    private protected abstract Task<GrainCluster> StartAsync();

    [Fact]
    public async Task RowsThatCanNotBeRead_StarveNoHealthyOnes()
    {
        await using var cluster = await StartAsync();
        var (gone, _) = await cluster.ReadyVideo(_owner);
        await cluster.Shard(gone).Delete(gone, _owner, permanent: true);
        await cluster.WaitFor(gone, VideoStatus.Purged);

        var stranger = cluster.Put(MediaInventory.VideoPath(Guid.CreateVersion7()));
        File.SetLastWriteTimeUtc(cluster.At(stranger), DateTime.UnixEpoch);
        await cluster.Scan();
        Assert.True(cluster.IsInQuarantine(stranger));

        await PoisonAsync(cluster.Database, DeletionShardKey.SlotOf(gone));
        await cluster.Database.ExecuteAsync("update storage_findings set quarantined_at = 1 where path = @stranger", new { stranger });
        var announced = await cluster.Draft(_owner);
        var expired = await cluster.Draft(_owner);
        var stalled = await cluster.Draft(_owner);
        var lease = (await cluster.Upload(stalled).Begin(_owner, 1000)).Value!;
        await cluster.WritePart(stalled, lease.Number, [1, 2, 3]);
        await cluster.Service<UploadRows>().MarkComplete(stalled, 3, DateTimeOffset.FromUnixTimeMilliseconds(1)); // And a crash before the state was stored.
        await cluster.Forget(cluster.Upload(stalled));
        await cluster.Database.ExecuteAsync("update videos set changed_at = 1 where id = @id", new { id = expired.ToString("D") });
        await cluster.Database.ExecuteAsync(
            "insert into video_intents (video_id, revision, hides, announced_at) values (@id, 7, 0, 1)", new { id = announced.ToString("D") });

        var reconciler = cluster.Grains.GetGrain<ICatalogReconcilerGrain>(ICatalogReconcilerGrain.Key);
        await reconciler.Start();
        await Eventually.True("the healthy ones are done", TimeSpan.FromSeconds(40), async () =>
        {
            await cluster.Advance(TimeSpan.FromSeconds(20));
            return await IntentsOf(cluster.Database, announced) == 0
                && await cluster.Video(expired).Read() is null or { Status: VideoStatus.Purging or VideoStatus.Purged } // Or its tombstone has gone, too.
                && cluster.Media.PartLength(stalled, lease.Number) is null
                && await cluster.Video(gone).Read() is null;
        });
        Assert.Equal(7, (await cluster.Video(announced).GetState()).Details!.Revision);
        for (var look = 0; look < 2; look++) await cluster.Service<QuarantineSweep>().RemoveDue();
        Assert.Null(cluster.Inventory().FindInQuarantine(stranger));

        await Eventually.True("what failed waits for another attempt", TimeSpan.FromSeconds(20), async () =>
        {
            await cluster.Advance(TimeSpan.FromSeconds(20));
            return (await reconciler.GetState()) is { } view && view.Waiting + view.DeadLetters >= 5 * Poison;
        });
    }

    private static async Task PoisonAsync(IVideoDatabase database, int slot)
    {
        var rows = Enumerable.Range(0, Poison).Select(number => new { id = $"poison-{number:000}", slot, number }).ToArray();
        await database.WriteAsync((connection, transaction) => connection.ExecuteAsync(
            "insert into video_intents (video_id, revision, hides, announced_at) values (@id, 1, 0, 0)", rows, transaction));
        await database.WriteAsync((connection, transaction) => connection.ExecuteAsync(
            "insert into uploads (video_id, account_id, is_complete, leased_until, expires_at, changed_at) values (@id, 'nobody', 1, 0, 0, 0)", rows, transaction));
        await database.WriteAsync((connection, transaction) => connection.ExecuteAsync(
            "insert into uploads (video_id, account_id, is_complete, leased_until, expires_at, changed_at) values (@id || 'x', 'nobody', 0, 0, 0, 0)", rows, transaction));
        await database.WriteAsync((connection, transaction) => connection.ExecuteAsync(
            """
            insert into deletions (id, video_id, slot, generation, version, state, step, due_at, next_attempt_at, attempts, claimed_until,
                removal_started, owner_id, owner_name, size, bytes_freed, requested_by, requested_at, finished_at)
            values (@id, @id, @slot, 1, 1, 1, 2, 0, 0, 0, 0, 1, 'nobody', 'nobody', 0, 0, 'nobody', 0, 0)
            """, rows, transaction));
        await database.WriteAsync((connection, transaction) => connection.ExecuteAsync(
            """
            insert into storage_findings (id, path, kind, state, reason, size, found_at, scan, quarantined_at)
            values (@id, @id, 1, 2, 'nobody asks for it', 0, 0, 1, 0)
            """, rows, transaction));
    }

    private static async Task<long> IntentsOf(IVideoDatabase database, Guid id)
    {
        await using var connection = await database.OpenAsync();
        return await connection.ExecuteScalarAsync<long>("select count(*) from video_intents where video_id = @id", new { id = id.ToString("D") });
    }
}

/// <summary>Tombstones are forgotten as soon as they can be; what failed is tried until the end of the test.</summary>
public abstract class PoisonedCluster : GrainCluster
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["OrleansVideo:Deletion:TombstoneRetention"] = "00:00:01",
        ["OrleansVideo:DueWork:BackoffBase"] = "00:01:00",
    };
}

public sealed class SqlitePoisonTests : PoisonTests
{
    private protected override async Task<GrainCluster> StartAsync()
    {
        var cluster = new SqliteCluster();
        await cluster.InitializeAsync();
        return cluster;
    }

    private sealed class SqliteCluster : PoisonedCluster;
}

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresPoisonTests(PostgresServer server) : PoisonTests
{
    private protected override async Task<GrainCluster> StartAsync()
    {
        var cluster = new PostgresCluster(await PostgresTestDatabase.MigratedAsync(server));
        await cluster.InitializeAsync();
        return cluster;
    }

    private sealed class PostgresCluster : PoisonedCluster
    {
        private readonly PostgresTestDatabase _database;

        public PostgresCluster(PostgresTestDatabase database)
        {
            _database = database;
            Clock.AdjustTime(TimeProvider.System.GetUtcNow());
        }

        protected override IReadOnlyDictionary<string, string?> Settings => _database.ClusterSettings(base.Settings);

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
