using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Tests.Silo.Database;

/// <summary>Orleans' statements, on connections of the data source, pass the gate of the site's own writers.</summary>
public sealed class WriteGateTests : IDisposable
{
    private const string Insert = "\n INSERT INTO OrleansQuery VALUES (hex(randomblob(8)), 'x') RETURNING QueryKey";
    private readonly TestDatabase file = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OrleansWrite_WaitsForAWriterOfOurs_AndItsReadDoesNot()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var ours = new SqliteVideoDatabase(file.Source).WriteAsync(
            async (_, _) =>
            {
                entered.SetResult();
                await release.Task;
                return true;
            },
            Cancel);
        await entered.Task;

        var write = RunAsync(Insert);
        Assert.Equal(1, await RunAsync("\n SELECT 1"));
        Assert.False(write.IsCompleted);
        release.SetResult();
        await ours;
        Assert.Equal(1, await write);
    }

    [Fact]
    public async Task OurWrite_WaitsUntilOrleansConnectionCloses()
    {
        var database = new SqliteVideoDatabase(file.Source);
        var orleans = await file.Source.OpenConnectionAsync(Cancel);
        await using (var command = orleans.CreateCommand())
        {
            command.CommandText = Insert;
            await using var reader = await command.ExecuteReaderAsync(Cancel);
        }

        var ours = database.WriteAsync((connection, transaction) => connection.ExecuteAsync(Insert, transaction: transaction), Cancel);
        Assert.False(ours.IsCompleted);
        await orleans.DisposeAsync();
        await orleans.DisposeAsync(); // Leaves the gate once only: a second time would throw, or let two writers in.
        await ours;
    }

    [Fact]
    public async Task OrleansWrite_ThatFails_LeavesTheGate()
    {
        await Assert.ThrowsAsync<SqliteException>(() => RunAsync("INSERT INTO Nowhere VALUES (1)"));
        Assert.Equal(1, await RunAsync(Insert));
    }

    [Fact]
    public async Task OrleansWrites_ByManyAtOnce_AllSucceed()
    {
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => RunAsync(Insert)))), rows => Assert.Equal(1, rows));
        Assert.Equal(200L, file.Sql("SELECT count(*) AS n FROM OrleansQuery WHERE QueryText = 'x'")[0]["n"]);
    }

    public void Dispose() => file.Dispose();

    private async Task<int> RunAsync(string sql)
    {
        await using DbConnection connection = file.Source.CreateConnection();
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var rows = 0;
        while (await reader.ReadAsync(Cancel))
        {
            rows++;
        }

        return rows;
    }
}
