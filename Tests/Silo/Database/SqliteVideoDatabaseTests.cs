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

    /// <summary>Sorted, it computes before its first row; unsorted, while its rows are read.</summary>
    [Theory]
    [InlineData("SELECT max(n) FROM numbers")]
    [InlineData("SELECT n FROM numbers")]
    public async Task Query_WhoseTokenIsCancelled_EndsInTheMiddle_AndTheConnectionServesTheNext(string sql)
    {
        for (var round = 0; round < 20; round++)
        {
            using var patience = new CancellationTokenSource();
            await using (var connection = await database.OpenAsync(Cancel))
            {
                var endless = connection.QueryAsync<long>(new CommandDefinition(Endless + sql, cancellationToken: patience.Token));
                patience.CancelAfter(TimeSpan.FromMilliseconds(round % 3)); // Before it begins, or while it runs.
                var failure = await Assert.ThrowsAnyAsync<Exception>(() => endless.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
                Assert.True(failure is OperationCanceledException || DatabaseTrouble.IsCancelled(failure), failure.ToString());
                Assert.Equal(0, await connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT Value FROM Counter", cancellationToken: Cancel)));
            }

            Assert.Equal(0, await Value());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Token_CancelledAfterItsStatement_TouchesNobodyElsesOnTheSameConnection(bool hasToken)
    {
        using var mine = new CancellationTokenSource();
        using var theirs = new CancellationTokenSource();
        await using (var connection = await database.OpenAsync(Cancel))
            await connection.QueryAsync<long>(new CommandDefinition("SELECT Value FROM Counter", cancellationToken: mine.Token));
        await using var pooled = await database.OpenAsync(Cancel);
        var next = pooled.ExecuteScalarAsync<long>(new CommandDefinition(
            Numbers(1_000_000) + "SELECT count(*) FROM numbers", cancellationToken: hasToken ? theirs.Token : CancellationToken.None));
        await mine.CancelAsync();
        Assert.Equal(1_000_000, await next);
        Assert.Equal(1_000_000, await pooled.ExecuteScalarAsync<long>(Numbers(1_000_000) + "SELECT count(*) FROM numbers"));
    }

    /// <summary>More of them than there are threads in the pool at first: others would wait for the pool to grow.</summary>
    [Fact]
    public async Task LongRead_ComputesOnAThreadOfItsOwn()
    {
        await using var connection = await database.OpenForLongReadAsync(Cancel);
        ((Microsoft.Data.Sqlite.SqliteConnection)connection).CreateFunction("is_pooled", () => Thread.CurrentThread.IsThreadPoolThread);
        Assert.False(await connection.ExecuteScalarAsync<bool>(new CommandDefinition("SELECT is_pooled()", cancellationToken: Cancel)));
        Assert.Equal([false], await connection.QueryAsync<bool>(new CommandDefinition("SELECT is_pooled()", cancellationToken: Cancel)));
    }

    public void Dispose() => file.Dispose();

    private static string Endless => "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) ";

    private static string Numbers(int count) =>
        $"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT {count}) ";


    private async Task<int> Value()
    {
        await using var connection = await database.OpenAsync(Cancel);
        return await connection.ExecuteScalarAsync<int>("SELECT Value FROM Counter WHERE Id = 1");
    }
}
