using Dapper;
using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Tests.Silo.Database;

public sealed class SqliteVideoDatabaseTests : IDisposable
{
    private readonly TestDatabase file = new();
    private readonly SqliteVideoDatabase database;

    public SqliteVideoDatabaseTests()
    {
        database = new SqliteVideoDatabase(file.Source);
        file.Sql("CREATE TABLE Counter (Id INTEGER PRIMARY KEY, Value INTEGER NOT NULL) STRICT");
        file.Sql("INSERT INTO Counter VALUES (1, 0)");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_ByAHundredAtOnce_BesideOrleansWrites_LosesNoneAndIsNeverBusy()
    {
        var inside = 0;
        var ours = Enumerable.Range(0, 100).Select(_ => database.WriteAsync(
            async (connection, transaction) =>
            {
                Assert.Equal(1, Interlocked.Increment(ref inside));
                var value = await connection.ExecuteScalarAsync<long>("SELECT Value FROM Counter WHERE Id = 1", transaction: transaction);
                await Task.Yield();
                await connection.ExecuteAsync("UPDATE Counter SET Value = @value WHERE Id = 1", new { value = value + 1 }, transaction);
                Interlocked.Decrement(ref inside);
            },
            Cancel));
        // On threads of their own: waiting for the file on the pool's, they would keep those of ours from going on that hold it.
        var theirs = Enumerable.Range(0, 100).Select(i => Task.Factory.StartNew(
            () => file.Sql("INSERT INTO OrleansQuery VALUES (@key, '')", ("key", $"k{i}")),
            Cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(ours.Concat(theirs));
        Assert.Equal(100, await Value());
        Assert.Equal(100L, file.Sql("SELECT count(*) AS n FROM OrleansQuery WHERE QueryText = ''")[0]["n"]);
    }

    [Fact]
    public async Task Write_WhenTheWorkThrows_RollsBackAndOpensTheGate()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync("UPDATE Counter SET Value = 9", transaction: transaction);
                throw new InvalidTimeZoneException();
            },
            Cancel));
        Assert.Equal(0, await Value());
        Assert.Equal(7, await database.WriteAsync(
            (connection, transaction) => connection.ExecuteScalarAsync<int>("UPDATE Counter SET Value = 7 RETURNING Value", transaction: transaction),
            Cancel));
    }

    [Fact]
    public async Task Write_BeforeItReturns_IsSeenByNobody_AndAfterwardsByAll()
    {
        await database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync("UPDATE Counter SET Value = 5", transaction: transaction);
                Assert.Equal(0, await Value());
            },
            Cancel);
        Assert.Equal(5, await Value());
    }

    [Fact]
    public async Task Write_GivenUpWhileWaiting_NeverRuns_AndHoldsUpNobody()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var first = database.WriteAsync(
            async (_, _) =>
            {
                entered.SetResult();
                await release.Task;
            },
            Cancel);
        await entered.Task;
        using var impatience = new CancellationTokenSource();
        var second = database.WriteAsync((_, _) => throw new InvalidOperationException("It ran."), impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        release.SetResult();
        await first;
        await database.WriteAsync((_, _) => Task.CompletedTask, Cancel);
    }

    [Fact]
    public async Task Now_IsTheDatabasesClock_InWholeMilliseconds()
    {
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await using var connection = await database.OpenAsync(Cancel);
        var (now, type) = await connection.QuerySingleAsync<(long, string)>(
            $"SELECT {database.NowMilliseconds}, typeof({database.NowMilliseconds})");
        var after = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.InRange(now, before - 1, after + 1); // SQLite rounds, .NET cuts off.
        Assert.Equal("integer", type);
    }

    public void Dispose() => file.Dispose();

    private async Task<int> Value()
    {
        await using var connection = await database.OpenAsync(Cancel);
        return await connection.ExecuteScalarAsync<int>("SELECT Value FROM Counter WHERE Id = 1");
    }
}
