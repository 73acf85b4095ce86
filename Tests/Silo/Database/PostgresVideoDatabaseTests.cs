using Dapper;
using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Tests.Silo.Database;

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresVideoDatabaseTests(PostgresServer server) : IAsyncLifetime
{
    private PostgresTestDatabase file = null!;
    private PostgresVideoDatabase database = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        file = await PostgresTestDatabase.MigratedAsync(server);
        database = new PostgresVideoDatabase(file.Source);
    }

    public ValueTask DisposeAsync()
    {
        file.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Now_IsTheDatabasesOwnClockInMilliseconds_AndMovesWithinATransaction()
    {
        var (first, second) = await database.WriteAsync(async (connection, transaction) =>
        {
            var sql = $"SELECT {database.NowMilliseconds} FROM pg_sleep(0.002)";
            return (await connection.ExecuteScalarAsync<long>(sql, transaction: transaction), await connection.ExecuteScalarAsync<long>(sql, transaction: transaction));
        });
        Assert.True(second > first);
        Assert.InRange(first, DateTimeOffset.Parse("2020-01-01T00:00:00Z", null).ToUnixTimeMilliseconds(), long.MaxValue);
    }

    [Fact]
    public async Task Query_WhoseTokenIsCancelled_EndsInTheMiddle()
    {
        using var patience = new CancellationTokenSource();
        await using var connection = await database.OpenAsync(Cancel);
        var endless = connection.QueryAsync<int>(new CommandDefinition("SELECT 1 FROM pg_sleep(3600)", cancellationToken: patience.Token));
        await patience.CancelAsync();
        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        Assert.True(DatabaseTrouble.IsCancelled(failure), failure.ToString());
        Assert.Equal(1, await connection.ExecuteScalarAsync<int>("SELECT 1"));
    }

    [Fact]
    public async Task Write_WhenTheWorkThrows_RollsBack()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync("INSERT INTO OrleansQuery VALUES ('x', '')", transaction: transaction);
                throw new InvalidTimeZoneException();
            },
            Cancel));
        Assert.Empty(file.Sql("SELECT 1 FROM OrleansQuery WHERE QueryKey = 'x'"));
    }

    [Fact]
    public async Task Write_ByManyAtOnceToOneRow_LosesNone()
    {
        file.Sql("INSERT INTO storage_charges VALUES ('v', 'a', 0)");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            database.WriteAsync((connection, transaction) => connection.ExecuteAsync("UPDATE storage_charges SET bytes = bytes + 1", transaction: transaction), Cancel)));
        Assert.Equal(50L, file.Sql("SELECT bytes FROM storage_charges")[0]["bytes"]);
    }

    [Theory]
    [InlineData("Crème brûlée", "CREME", true)]
    [InlineData("Crème brûlée", "brul crè", true)]
    [InlineData("ЖУК и Ærø", "жук ærø", true)]
    [InlineData("Big Buck Bunny", "bunny | nothing", false)]
    [InlineData("Big Buck Bunny", "!buck", true)] // No operator: the word is "buck".
    [InlineData("it's a \\ test", "it's test", true)]
    [InlineData("plain", "' \\ '':* &", false)]
    public async Task Search_FindsWordsByTheirBeginnings_WithoutAccentsAndCase(string title, string text, bool expected)
    {
        file.Sql(
            """
            INSERT INTO videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, has_poster, views, created_at, revision, changed_at)
            VALUES ('00000000-0000-7000-8000-000000000001', '00000000-0000-4000-8000-000000000001', 'ada', 'ADA', @title, '', 1, 3, 0, 0, 0, 1, 0)
            """,
            ("title", title));
        var words = OrleansVideo.Grains.Catalog.SearchText.Words(text);
        var found = words.Count == 0 ? [] : (await new OrleansVideo.Grains.Catalog.VideoLists(database).Search(words, null, 10, null, Cancel)).Items;
        Assert.Equal(expected, found.Count == 1);
    }
}
