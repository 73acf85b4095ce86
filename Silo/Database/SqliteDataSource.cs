using System.Data.Common;
using Microsoft.Data.Sqlite;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// The one source of connections to the embedded database, for the site's own stores and for Orleans' providers alike, so that every
/// connection flushes, waits and checks in the same way.
/// </summary>
public sealed class SqliteDataSource : DbDataSource
{
    /// <summary>
    /// How long a statement waits for the single writer, within its thread, before it fails as busy. The driver's own retry, a sleep of
    /// 150 ms, is given the same time and so never follows it.
    /// </summary>
    public static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(2);

    private readonly string startConnectionString;
    private readonly string readPragmas;
    private readonly string writePragmas;
    private readonly SqliteFile file;

    /// <summary>Describes the connections. Opens none.</summary>
    /// <param name="path">Full path of the database file.</param>
    /// <param name="synchronous">What an acknowledged write survives.</param>
    public SqliteDataSource(string path, SqliteSynchronous synchronous)
    {
        FilePath = path;
        file = new SqliteFile(path);
        ConnectionString = Describe(pooling: true, BusyTimeout);
        startConnectionString = Describe(pooling: false, StartTimeout);
        var common = $"""
            PRAGMA synchronous = {synchronous:D};
            PRAGMA foreign_keys = ON;
            PRAGMA busy_timeout = {BusyTimeout.TotalMilliseconds:F0};
            """;
        readPragmas = $"PRAGMA query_only = ON; {common}";
        writePragmas = $"PRAGMA query_only = OFF; {common}";
    }

    /// <summary>Full path of the database file.</summary>
    public string FilePath { get; }

    /// <inheritdoc/>
    public override string ConnectionString { get; }

    /// <summary>What every writer of this process passes.</summary>
    internal WriteGate Gate { get; } = new();

    /// <summary>
    /// Creates the file when absent, for its owner alone, switches it to write-ahead mode (kept in the file), and proves that it can be
    /// written to.
    /// </summary>
    /// <exception cref="StartupException">
    /// The file cannot be written, is no database, or another program keeps it locked for longer than two seconds.
    /// </exception>
    public void Prepare()
    {
        try
        {
            CreateFile();
            using var connection = new SqliteConnection(startConnectionString);
            connection.Open();

            // One by one: the driver swallows the failure of a statement that follows a result in the same command.
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, "BEGIN IMMEDIATE");
            Execute(connection, "ROLLBACK");
            file.Remember();
        }
        catch (SqliteException exception) when (SqliteErrors.Explain(FilePath, exception) is { } reason)
        {
            throw reason;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The database '{FilePath}' cannot be created: {exception.Message}", exception);
        }
    }

    /// <summary>Opens a connection that refuses to write, so that no statement goes around the write gate by accident.</summary>
    /// <param name="isLong">Whether its queries may compute for long.</param>
    /// <returns>An open, pooled connection.</returns>
    internal SqliteConnection OpenForReading(bool isLong = false)
    {
        var connection = new SqliteReadConnection(ConnectionString, readPragmas, file, isLong);
        connection.Open();
        return connection;
    }

    /// <summary>Opens a connection that may write, for somebody who holds the gate, or is alone.</summary>
    /// <returns>An open, pooled connection.</returns>
    internal SqliteConnection OpenForWriting()
    {
        var connection = new SqliteDatabaseConnection(ConnectionString, writePragmas, file);
        connection.Open();
        return connection;
    }

    private string Describe(bool pooling, TimeSpan timeout) => new SqliteConnectionStringBuilder
    {
        DataSource = FilePath,
        Pooling = pooling,
        DefaultTimeout = (int)timeout.TotalSeconds,
    }.ToString();

    private static void Execute(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this class.
        command.CommandText = pragma;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private void CreateFile()
    {
        if (OperatingSystem.IsWindows() || File.Exists(FilePath)) return;

        // SQLite gives its journal the permissions of the database file. The content, password hashes among it, is for the site alone.
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        new FileStream(FilePath, options).Dispose();
    }

    /// <inheritdoc/>
    /// <remarks>The connections Orleans' providers get. Their writes pass the gate with the site's own.</remarks>
    protected override DbConnection CreateDbConnection() => new GatedSqliteConnection(ConnectionString, writePragmas, file, Gate);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) ClosePooledConnections();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeAsyncCore()
    {
        ClosePooledConnections();
        return base.DisposeAsyncCore();
    }

    // The last connection to close checkpoints the write-ahead log into the database file and removes it.
    private void ClosePooledConnections()
    {
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
    }
}
