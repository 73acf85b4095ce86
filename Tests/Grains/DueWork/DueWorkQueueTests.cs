using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.DueWork;
using OrleansVideo.Silo.Database;
using OrleansVideo.Tests.Silo.Database;

namespace OrleansVideo.Tests.Grains.DueWork;

/// <summary>What is tried again, when, and when it is given up: the same claims for both databases.</summary>
public abstract class DueWorkQueueTests
{
    private static readonly DueWorkList Intents = new(
        DueWorkKind.Intent, "select video_id as item, announced_at as due_at from video_intents where announced_at >= 0 {scope}");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly DueWorkOptions _options = new() { MaxAttempts = 3, BackoffBase = TimeSpan.FromSeconds(10) };
    private readonly List<string> _done = [];

    private protected abstract IVideoDatabase Inner { get; }

    private SwitchedDatabase Database => new(Inner, _clock);

    private DueWorkQueue Queue => new(Database, Options.Create(_options), TimeProvider.System, NullLogger<DueWorkQueue>.Instance);

    private DeadWorkRows DeadWork => new(Database);

    [Fact]
    public async Task HundredAndFiftyThatFail_KeepNobodyWaiting()
    {
        await Add("poison", 150, announcedAt: 1);
        await Add("healthy", 30, announcedAt: 2);

        await Look();
        await Look();

        Assert.Equal(30, _done.Count);
        Assert.Equal((150, 0), (await DeadWork.Count())[DueWorkKind.Intent]);
    }

    /// <summary>What failed before is tried beside what is new, not instead of it.</summary>
    [Fact]
    public async Task ThoseThatFailed_WhenTheyAreDueAgain_KeepNobodyWaiting()
    {
        await Add("poison", 150, announcedAt: 1);
        await Look();
        await Look();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Add("healthy", 30, announcedAt: 2);

        await Look();

        Assert.Equal(30, _done.Count);
    }

    [Fact]
    public async Task Failure_WaitsLongerEachTime_IsGivenUp_AndTriedAgainWhenAnAdminSaysSo()
    {
        await Add("poison", 1, announcedAt: 1);
        await Look();
        Assert.Equal(0, (await Look()).Taken); // Its wait is 5 to 10 seconds.
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((1, 0), await Look());
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, (await Look()).Taken); // And now 10 to 20.
        _clock.Advance(TimeSpan.FromSeconds(11));
        await Look();

        _clock.Advance(TimeSpan.FromDays(365));
        Assert.Equal(0, (await Look()).Taken);
        var dead = Assert.Single(await DeadWork.List(10));
        Assert.Equal((DueWorkKind.Intent, "poison-000", 3L, "It can't be read."), (dead.Kind, dead.Item, dead.Attempts, dead.LastError));
        Assert.Equal((0, 1), (await DeadWork.Count())[DueWorkKind.Intent]);

        Assert.Equal(1, await DeadWork.Replay());
        Assert.Empty(await DeadWork.List(10));
        Assert.Equal((1, 0), await Look());
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((1, 0), await Look()); // With all its attempts.
        Assert.Empty(await DeadWork.List(10));
    }

    [Fact]
    public async Task Attempt_ThatMovesNothing_CountsAsWell_ButNotEarly()
    {
        await Add("stuck", 1, announcedAt: 1);
        Assert.Equal((1, 1), await Look(isEarly: true));
        Assert.Equal((1, 1), await Look());
        Assert.Equal(0, (await Look()).Taken);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await Look();
        }

        Assert.Equal(DueWorkQueue.NotMoved, Assert.Single(await DeadWork.List(10)).LastError);
    }

    [Fact]
    public async Task Item_ThatLeftItsList_HasNoHistory_ButThoseOfOthersKeepTheirs()
    {
        await Add("poison", 2, announcedAt: 1);
        await Look();
        await Database.ExecuteAsync("delete from video_intents where video_id = @id", new { id = "poison-000" });
        await Look(scope: "and video_id = 'nobody'");
        Assert.Equal((1, 0), (await DeadWork.Count())[DueWorkKind.Intent]);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, (await Look(scope: "and video_id = 'nobody'")).Taken);
        Assert.Equal((1, 0), await Look());
    }

    [Fact]
    public async Task Attempt_ThatDoesNotEnd_IsLeftToItself()
    {
        _options.AttemptTimeout = TimeSpan.FromMilliseconds(20);
        await Add("hanging", 1, announcedAt: 1);
        await Add("healthy", 1, announcedAt: 2);

        await Look();

        Assert.Equal(["healthy-000"], _done);
        Assert.Equal((1, 0), (await DeadWork.Count())[DueWorkKind.Intent]);
    }

    private Task<(int Taken, int Done)> Look(string scope = "", bool isEarly = false) =>
        Queue.RunAsync(Intents with { Scope = scope }, new DynamicParameters(), Work, isEarly)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    private async Task<bool> Work(string item)
    {
        if (item.StartsWith("poison", StringComparison.Ordinal)) throw new InvalidOperationException("It can't be read.");
        if (item.StartsWith("hanging", StringComparison.Ordinal)) await new TaskCompletionSource().Task;
        if (item.StartsWith("stuck", StringComparison.Ordinal)) return false;
        await Database.ExecuteAsync("delete from video_intents where video_id = @item", new { item });
        lock (_done) _done.Add(item);
        return true;
    }

    private Task<int> Add(string name, int count, long announcedAt) => Inner.WriteAsync((connection, transaction) => connection.ExecuteAsync(
        "insert into video_intents (video_id, revision, hides, announced_at) values (@id, 1, 0, @announcedAt)",
        Enumerable.Range(0, count).Select(number => new { id = $"{name}-{number:000}", announcedAt }), transaction));
}

public sealed class SqliteDueWorkQueueTests : DueWorkQueueTests, IDisposable
{
    private readonly TestDatabase _file = new();

    private protected override IVideoDatabase Inner => new SqliteVideoDatabase(_file.Source);

    public void Dispose() => _file.Dispose();
}

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresDueWorkQueueTests(PostgresServer server) : DueWorkQueueTests, IAsyncLifetime
{
    private PostgresTestDatabase _file = null!;

    private protected override IVideoDatabase Inner => new PostgresVideoDatabase(_file.Source);

    public async ValueTask InitializeAsync() => _file = await PostgresTestDatabase.MigratedAsync(server);

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }
}
