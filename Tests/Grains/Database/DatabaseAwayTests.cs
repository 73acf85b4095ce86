using System.Net.Sockets;
using Npgsql;
using Orleans.Storage;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.Tests.Grains.Database;

/// <summary>What a client of the grains gets to see of a database that is away.</summary>
public sealed class DatabaseAwayTests(GrainCluster cluster) : IClassFixture<GrainCluster>, IDisposable
{
    private static readonly Exception Refused = new NpgsqlException("refused", new SocketException((int)SocketError.ConnectionRefused));

    private SwitchedDatabase Database => (SwitchedDatabase)cluster.Database;

    public void Dispose() => Database.Fail(null);

    [Fact]
    public async Task Call_WithoutItsDatabase_TimesOutAtOnce_AndWorksAgainAfterIt()
    {
        var catalog = cluster.Grains.GetGrain<ICatalogGrain>(0);
        Database.Fail(Refused);

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => catalog.HasAdmin());

        Assert.Equal(OrleansVideo.Silo.Database.DatabaseTrouble.Words, failure.Message);
        Assert.True(ClusterTrouble.IsPassing(failure));
        Database.Fail(null);
        Assert.False(await catalog.HasAdmin());
    }

    [Fact]
    public async Task Call_WithAFaultyStatement_IsNoTrouble_AndNamesNoSecret()
    {
        Database.Fail(new PostgresException("relation \"secret\" does not exist", "ERROR", "ERROR", "42P01"));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Grains.GetGrain<ICatalogGrain>(0).HasAdmin());

        Assert.Contains("42P01", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.False(ClusterTrouble.IsTrouble(failure));
    }

    [Fact]
    public async Task Activation_OfAnAccountWhoseRowIsThere_WritesNothing_AndWithoutARowWritesIt()
    {
        var (name, id) = ("user-" + Guid.NewGuid().ToString("N")[..8], Guid.NewGuid());
        var user = cluster.Grains.GetGrain<IUserGrain>(UserName.GrainKey(name));
        Assert.Null((await user.Create(new AccountRecord { Id = id, UserName = name, Roles = [], CreatedAt = cluster.Clock.GetUtcNow() })).Refusal);
        await cluster.Forget(user);
        Database.Hold(Task.FromException(new InvalidOperationException("A row was written.")));
        try
        {
            Assert.Equal(name, (await user.Read())?.UserName);
        }
        finally
        {
            Database.Hold(Task.CompletedTask);
        }

        await Database.ExecuteAsync("delete from accounts where account_id = @id", new { id = id.ToString("D") }); // A crash came between state and row.
        await cluster.Forget(user);
        await user.Read();
        Assert.Equal(1, await Database.ExecuteAsync("update accounts set revision = revision where account_id = @id", new { id = id.ToString("D") }));
    }

    /// <summary>Its caller is gone; the database is well, and the log says nothing of it.</summary>
    [Fact]
    public async Task Call_WhoseStatementWasCancelled_IsCancelled_AndNoTroubleOfTheDatabase()
    {
        foreach (var stopped in new Exception[]
        {
            new OperationCanceledException("stopped", new PostgresException("canceling statement due to user request", "ERROR", "ERROR", "57014")),
            new Microsoft.Data.Sqlite.SqliteException("interrupted", 9),
        })
        {
            Database.Fail(stopped);
            var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cluster.Grains.GetGrain<ICatalogGrain>(0).HasAdmin());
            Assert.Equal(OrleansVideo.Silo.Database.DatabaseTrouble.CancelledWords, failure.Message);
        }
    }

    /// <summary>A grain that works on its rows while it is activated has no call filter around it.</summary>
    [Fact]
    public async Task Activation_WithoutItsDatabase_IsTroubleToo()
    {
        var name = "user-" + Guid.NewGuid().ToString("N")[..8];
        var user = cluster.Grains.GetGrain<IUserGrain>(UserName.GrainKey(name));
        Assert.Null((await user.Create(new AccountRecord { Id = Guid.NewGuid(), UserName = name, Roles = [], CreatedAt = cluster.Clock.GetUtcNow() })).Refusal);
        await cluster.Forget(user);
        Database.Fail(Refused);

        var failure = await Assert.ThrowsAnyAsync<Exception>(user.Read);

        Assert.True(ClusterTrouble.IsPassing(failure), failure.ToString());
        Database.Fail(null);
        Assert.Equal(name, (await user.Read())?.UserName);
    }

    [Fact]
    public void StorageOfTheSilo_SpeaksPlainly() => Assert.IsType<OrleansVideo.Silo.Persistence.PlainSpokenStorage>(cluster.Service<IGrainStorage>());
}
