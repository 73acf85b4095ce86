using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Tests.Silo.Database;

/// <summary>A migrated database in a file of its own.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly TempDirectory directory = new();

    public TestDatabase(SqliteSynchronous synchronous = SqliteSynchronous.Normal)
    {
        Source = new SqliteDataSource(directory.File("video.db"), synchronous);
        Source.Prepare();
        new SqliteMigrator(Source, NullLogger<SqliteMigrator>.Instance).Migrate();
    }

    public SqliteDataSource Source { get; }

    /// <summary>Runs the statement stored under a key as Orleans does: all parameters bound, the rows of all results together.</summary>
    public List<Dictionary<string, object?>> Query(string queryKey, params (string Name, object? Value)[] parameters)
    {
        using var connection = Source.OpenConnection();
        using var find = connection.CreateCommand();
        find.CommandText = "SELECT QueryText FROM OrleansQuery WHERE QueryKey = @key";
        find.Parameters.Add(new SqliteParameter("@key", queryKey));
        return Rows(connection.CreateCommand(), (string)find.ExecuteScalar()!, parameters);
    }

    public List<Dictionary<string, object?>> Sql(string text, params (string Name, object? Value)[] parameters)
    {
        using var connection = Source.OpenConnection();
        return Rows(connection.CreateCommand(), text, parameters);
    }

    public void Dispose()
    {
        Source.Dispose();
        directory.Dispose();
    }

    private static List<Dictionary<string, object?>> Rows(IDbCommand command, string text, (string Name, object? Value)[] parameters)
    {
        using var owned = command;
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.Add(new SqliteParameter("@" + name, value ?? DBNull.Value));
        }

        var rows = new List<Dictionary<string, object?>>();
        using var reader = command.ExecuteReader();
        do
        {
            while (reader.Read())
            {
                rows.Add(Enumerable.Range(0, reader.FieldCount)
                    .ToDictionary(reader.GetName, column => reader.IsDBNull(column) ? null : reader.GetValue(column)));
            }
        }
        while (reader.NextResult());
        return rows;
    }
}
