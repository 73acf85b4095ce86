using Microsoft.Extensions.Logging.Abstractions;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Tests.Silo.Database;

/// <summary>A migrated SQLite database in a file of its own.</summary>
internal sealed class TestDatabase : ITestDatabase
{
    private readonly TempDirectory directory = new();

    public TestDatabase(SqliteSynchronous synchronous = SqliteSynchronous.Normal)
    {
        Source = new SqliteDataSource(directory.File("video.db"), synchronous);
        Source.Prepare();
        new SqliteMigrator(Source, NullLogger<SqliteMigrator>.Instance).Migrate();
    }

    public SqliteDataSource Source { get; }

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
        directory.Dispose();
    }
}
