using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using OrleansVideo.Silo.Database;
using OrleansVideo.Silo.Startup;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Silo.Database;

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresStartupTests(PostgresServer server)
{
    private readonly RecordingLogger<PostgresStartup> log = new();
    private readonly FakeTimeProvider clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WhileNothingListens_WaitsEverLonger_AndSaysWhereAndWhy_UntilItIsStopped()
    {
        await using var away = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={FreePort.Next()};Database=video;Username=app;Password=secret;Timeout=1");
        using var stop = new CancellationTokenSource();
        var start = Startup(away).PrepareAsync(stop.Token);
        await Failures(1);
        for (var failures = 2; failures <= 6; failures++)
        {
            clock.Advance(PostgresStartup.LongestWait);
            await Failures(failures);
        }

        var messages = log.Entries.Select(entry => entry.Message).ToArray();
        Assert.All(messages, message => Assert.StartsWith("The database 'video' at 127.0.0.1:", message, StringComparison.Ordinal));
        Assert.DoesNotContain(messages, message => message.Contains("secret", StringComparison.Ordinal));
        Assert.EndsWith("trying again in 0.5 s", messages[0], StringComparison.Ordinal);
        Assert.EndsWith("trying again in 5 s", messages[^1], StringComparison.Ordinal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
    }

    [Fact]
    public async Task Start_WhenTheDatabaseAnswers_MigratesIt()
    {
        using var database = PostgresTestDatabase.Empty(server);
        await Startup(database.Source).PrepareAsync(Cancel);
        Assert.NotEmpty(database.Sql("SELECT 1 AS one FROM OrleansQuery"));
        Assert.Empty(log.Entries);
    }

    [Theory]
    [InlineData("Database=nosuch;Username=owner", "does not exist")]
    [InlineData("Database=postgres;Username=nosuch", "refuses the user of ConnectionStrings:OrleansVideo")]
    public async Task Start_WhenTheDatabaseRefusesUs_EndsAtOnceWithTheReason(string what, string reason)
    {
        await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={Port()};{what}");
        var refused = await Assert.ThrowsAsync<StartupException>(() => Startup(source).PrepareAsync(Cancel));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Empty(log.Entries);
    }

    [Theory]
    [InlineData("08006", true)]
    [InlineData("53300", true)]
    [InlineData("57P01", true)]
    [InlineData("57P03", true)]
    [InlineData("57014", false)]
    [InlineData("28P01", false)]
    [InlineData("3D000", false)]
    [InlineData("42P01", false)]
    public void IsAway_IsToldByTheState(string state, bool expected) =>
        Assert.Equal(expected, PostgresErrors.IsAway(new PostgresException("x", "FATAL", "FATAL", state)));

    [Fact]
    public void IsAway_WhenNothingAnswers()
    {
        Assert.True(PostgresErrors.IsAway(new NpgsqlException("x", new SocketException())));
        Assert.True(PostgresErrors.IsAway(new SocketException()));
        Assert.True(PostgresErrors.IsAway(new TimeoutException()));
        Assert.False(PostgresErrors.IsAway(new InvalidOperationException()));
    }

    private int Port() => new NpgsqlConnectionStringBuilder(server.ConnectionString("postgres")).Port;

    private PostgresStartup Startup(NpgsqlDataSource source) =>
        new(source, new PostgresMigrator(source, new RecordingLogger<PostgresMigrator>()), clock, log);

    private Task<TimeSpan> Failures(int count) =>
        Eventually.True($"{count} tries failed", TimeSpan.FromSeconds(20), () => log.Entries.Count == count);
}
