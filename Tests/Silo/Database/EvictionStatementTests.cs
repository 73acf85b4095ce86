using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Silo.Database;
using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Silo.Database;

/// <summary>The table of evictions, the same on both databases, by the database's own clock.</summary>
public abstract class EvictionStatementTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly PlaybackKey _playback = new("viewer", Guid.NewGuid());

    /// <summary>The database under test, migrated and empty.</summary>
    protected abstract IVideoDatabase Database { get; }

    private EvictionRows Rows => new(Database);

    [Fact]
    public async Task Eviction_IsInForce_UntilItsEnd()
    {
        var over = _playback with { Viewer = "it's over" };
        await Rows.Add(_playback, Minute);
        await Rows.Add(over, TimeSpan.Zero);

        var (playback, left) = Assert.Single(await Rows.InForce(TestContext.Current.CancellationToken));

        Assert.Equal(_playback, playback);
        Assert.InRange(left, TimeSpan.FromSeconds(1), Minute);
    }

    [Fact]
    public async Task Eviction_ThatComesAgain_IsProlonged_AndNeverShortened()
    {
        await Rows.Add(_playback, Minute);
        await Rows.Add(_playback, 2 * Minute);
        await Rows.Add(_playback, TimeSpan.Zero);

        Assert.InRange(Assert.Single(await Rows.InForce(TestContext.Current.CancellationToken)).Left, Minute * 1.1, 2 * Minute);
    }

    /// <summary>Else no limiter would start any more.</summary>
    [Fact]
    public async Task RowWhoseIdCanNotBeRead_IsPassedOver()
    {
        await Rows.Add(_playback, Minute);
        await Database.ExecuteAsync("insert into stream_evictions (viewer, video_id, evicted_at, ends_at) values ('a', 'broken', {now}, {now} + 60000)", new { });

        Assert.Equal(_playback, Assert.Single(await Rows.InForce(TestContext.Current.CancellationToken)).Playback);
    }

    [Fact]
    public async Task Prune_RemovesWhatHasEnded_AndNothingElse()
    {
        await Rows.Add(_playback, Minute);
        await Rows.Add(_playback with { Viewer = "over" }, TimeSpan.Zero);

        Assert.Equal(1, await Rows.Prune());
        Assert.Equal(0, await Rows.Prune());
        Assert.Equal(_playback, Assert.Single(await Rows.InForce(TestContext.Current.CancellationToken)).Playback);
    }

    [Fact]
    public async Task Evictions_OfOnePlaybackAtOnce_AreOne()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Rows.Add(_playback, Minute)));

        Assert.Single(await Rows.InForce(TestContext.Current.CancellationToken));
    }
}

public sealed class SqliteEvictionStatementTests : EvictionStatementTests, IDisposable
{
    private readonly TestDatabase _file = new();

    protected override IVideoDatabase Database => new SqliteVideoDatabase(_file.Source);

    public void Dispose() => _file.Dispose();
}

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresEvictionStatementTests(PostgresServer server) : EvictionStatementTests, IAsyncLifetime
{
    private PostgresTestDatabase _file = null!;

    protected override IVideoDatabase Database => new PostgresVideoDatabase(_file.Source);

    public async ValueTask InitializeAsync() => _file = await PostgresTestDatabase.MigratedAsync(server);

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }
}
