using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Tests.Silo.Database;

/// <summary>A PostgreSQL database of its own, migrated unless it is to be empty.</summary>
internal sealed class PostgresTestDatabase : ITestDatabase
{
    private static int count;

    private readonly PostgresServer server;
    private readonly string name = $"test{Interlocked.Increment(ref count)}";

    private PostgresTestDatabase(PostgresServer server)
    {
        this.server = server;
        server.Execute($"CREATE DATABASE {name}");
        ConnectionString = server.ConnectionString(name);
        Source = new NpgsqlDataSourceBuilder(ConnectionString).Build();
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    /// <summary>These settings, and those of a site whose database this is.</summary>
    public IReadOnlyDictionary<string, string?> ClusterSettings(IReadOnlyDictionary<string, string?> others) => new Dictionary<string, string?>(others)
    {
        ["OrleansVideo:Cluster:Mode"] = "Cluster",
        ["ConnectionStrings:OrleansVideo"] = ConnectionString,
    };

    public static PostgresTestDatabase Empty(PostgresServer server) => new(server);

    public static async Task<PostgresTestDatabase> MigratedAsync(PostgresServer server)
    {
        var database = Empty(server);
        await new PostgresMigrator(database.Source, NullLogger<PostgresMigrator>.Instance).MigrateAsync(CancellationToken.None);
        return database;
    }

    public List<Dictionary<string, object?>> Query(string queryKey, params (string Name, object? Value)[] parameters)
    {
        using var connection = Source.OpenConnection();
        return connection.Query(queryKey, parameters);
    }

    public List<Dictionary<string, object?>> Sql(string text, params (string Name, object? Value)[] parameters)
    {
        using var connection = Source.OpenConnection();
        return connection.Rows(text, parameters);
    }

    public void Dispose()
    {
        Source.Dispose();
        server.Execute($"DROP DATABASE {name} WITH (FORCE)");
    }
}
