using System.Data.Common;
using Npgsql;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Tests.Silo.Database;

/// <summary>What a real server says when it goes away, and when a statement is wrong; and the limiter's row on it.</summary>
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresTroubleTests(PostgresServer server) : IAsyncLifetime
{
    private PostgresTestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresTestDatabase.MigratedAsync(server);

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("select pg_terminate_backend(pg_backend_pid())", true)]
    [InlineData("set statement_timeout = 50; select pg_sleep(5)", true)]
    [InlineData("begin; set transaction read only; insert into stream_limiter values (1, 1)", true)]
    [InlineData("selekt", false)]
    [InlineData("select * from no_such_table", false)]
    [InlineData("insert into stream_limiter (id, epoch) values (1, 5)", false)]
    [InlineData("insert into stream_limiter (id, epoch) values (2, 5)", false)]
    public void Statement_ThatFails_SaysWhose_FaultItIs(string sql, bool isAway)
    {
        var failure = Assert.ThrowsAny<DbException>(() => _database.Sql(sql));

        Assert.Equal(isAway, DatabaseTrouble.IsAway(failure));
    }

    [Fact]
    public void ServerThatIsNotThere_IsTrouble()
    {
        using var nowhere = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Port = 1, Host = "127.0.0.1" });

        Assert.True(DatabaseTrouble.IsAway(Assert.ThrowsAny<Exception>(nowhere.OpenConnection)));
    }

    [Fact]
    public void HostThatHasNoAddress_IsTrouble()
    {
        using var nowhere = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Host = "no-such-host.invalid" });

        Assert.True(DatabaseTrouble.IsAway(Assert.ThrowsAny<Exception>(nowhere.OpenConnection)));
    }

    [Fact]
    public async Task Epochs_TakenAtOnce_AreAllDifferent_AndTheLatestIsFound()
    {
        var row = new LimiterRow(new PostgresVideoDatabase(_database.Source));

        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => row.TakeNext(TimeSpan.FromMinutes(1))));

        Assert.Equal(Enumerable.Range(1, 12).Select(epoch => (long)epoch), taken.Select(take => take.Taken.Epoch).Order());
        Assert.Equal(12, (await row.Read(TestContext.Current.CancellationToken))!.Epoch);
    }
}
