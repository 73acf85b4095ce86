using Microsoft.Extensions.Logging.Abstractions;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;
using OrleansVideo.Tests.Grains;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Silo.Database;

/// <summary>This release as the one before: a silo of it starts and works on a database that the next one has migrated.</summary>
public sealed class ReleaseBeforeTests(ReleaseBeforeTests.MigratedCluster cluster) : IClassFixture<ReleaseBeforeTests.MigratedCluster>
{
    [Fact]
    public async Task Silo_OnADatabaseWithAnAdditiveMigrationOfTheNextRelease_Works()
    {
        var owner = GrainCluster.NewCaller();
        var id = await cluster.Draft(owner);

        Assert.Null((await cluster.Video(id).Edit(new VideoEdit("Other", null, null), owner)).Refusal);
        Assert.Equal("Other", Assert.Single((await Owned(owner)).Items).Title);
        Assert.Equal(VideoStatus.Purging, (await cluster.Shard(id).Delete(id, owner, permanent: true)).Value?.Status);
        await cluster.WaitFor(id, VideoStatus.Purged);
    }

    private async Task<Page<VideoDetails>> Owned(Caller owner) =>
        (await cluster.Grains.GetGrain<ICatalogGrain>(0).ListOwned(owner.AccountId, null, new PageRequest())).Value!;

    public sealed class MigratedCluster : GrainCluster
    {
        protected override void Prepare(string directory)
        {
            using var source = new SqliteDataSource(Path.Combine(directory, "video.db"), SqliteSynchronous.Normal);
            source.Prepare();
            FutureMigration.Apply(source);
        }
    }
}

/// <summary>Every statement of the deletion ledger beside the next release's additive migration.</summary>
public sealed class SqliteReleaseBeforeTests : LedgerStatementTests, IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly SqliteDataSource source;

    public SqliteReleaseBeforeTests()
    {
        source = new SqliteDataSource(directory.File("video.db"), SqliteSynchronous.Normal);
        source.Prepare();
        FutureMigration.Apply(source);
        new SqliteMigrator(source, NullLogger<SqliteMigrator>.Instance).Migrate();
    }

    protected override IVideoDatabase Database => new SqliteVideoDatabase(source);

    public void Dispose()
    {
        source.Dispose();
        directory.Dispose();
    }
}

/// <inheritdoc cref="SqliteReleaseBeforeTests"/>
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresReleaseBeforeTests(PostgresServer server) : LedgerStatementTests, IAsyncLifetime
{
    private readonly PostgresTestDatabase database = PostgresTestDatabase.Empty(server);

    protected override IVideoDatabase Database => new PostgresVideoDatabase(database.Source);

    public async ValueTask InitializeAsync()
    {
        await FutureMigration.ApplyAsync(database.Source);
        await new PostgresMigrator(database.Source, NullLogger<PostgresMigrator>.Instance).MigrateAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }
}
