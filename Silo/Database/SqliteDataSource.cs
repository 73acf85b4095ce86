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

    private readonly string readPragmas;
    private readonly string writePragmas;
    private readonly SqliteFile file;
    private readonly Func<bool> makeRoom;
    private string connectionString;

    /// <summary>Describes the connections. Opens none.</summary>
    /// <param name="path">Full path of the database file.</param>
    /// <param name="synchronous">What an acknowledged write survives.</param>
    /// <param name="makeRoom">Gives up what is kept for a full disk, and tells whether there was something; null when nothing is.</param>
    public SqliteDataSource(string path, SqliteSynchronous synchronous, Func<bool>? makeRoom = null)
    {
        this.makeRoom = makeRoom ?? (() => false);
        FilePath = path;
        file = new SqliteFile(path);
        connectionString = Describe(pooling: true, BusyTimeout);
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
    public override string ConnectionString => connectionString;

    /// <summary>
    /// Whether the index of the write-ahead log lies in this process's memory, because the disk had not even room for that when the
    /// database was prepared: the process has the database for itself, and reads.
    /// </summary>
    public bool IsWithoutRoom { get; private set; }

    /// <summary>What every writer of this process passes.</summary>
    internal WriteGate Gate { get; } = new();

    /// <summary>
    /// Creates the file when absent, for its owner alone, switches it to write-ahead mode (kept in the file), and proves that it can be
    /// written to. On a full disk a database that is there is opened all the same: see <see cref="IsWithoutRoom"/>.
    /// </summary>
    /// <exception cref="StartupException">
    /// The file cannot be written, is no database, or another program keeps it locked for longer than two seconds.
    /// </exception>
    public void Prepare()
    {
        try
        {
            CreateFile();
            try
            {
                ProveWritable();
            }
            catch (SqliteException exception) when (SqliteErrors.IsFull(exception) && !OperatingSystem.IsWindows())
            {
                UseOwnMemory();
                ProveWritable();
            }

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

    /// <summary>A statement found no room: gives up what is kept for that.</summary>
    /// <param name="exception">What SQLite said.</param>
    /// <returns>Whether trying once more is worth it.</returns>
    internal bool MakesRoomAfter(SqliteException exception) => SqliteErrors.IsFull(exception) && makeRoom();

    private void ProveWritable()
    {
        using var connection = new SqliteConnection(Describe(pooling: false, StartTimeout));
        connection.Open();

        // One by one: the driver swallows the failure of a statement that follows a result in the same command.
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "BEGIN IMMEDIATE");
        Execute(connection, "ROLLBACK");
    }

    // https://sqlite.org/vfs.html, 2.1: "unix-excl" keeps the wal-index on the heap, and other processes out.
    private void UseOwnMemory()
    {
        IsWithoutRoom = true;
        connectionString = Describe(pooling: true, BusyTimeout);
    }

    private string Describe(bool pooling, TimeSpan timeout) => new SqliteConnectionStringBuilder
    {
        DataSource = FilePath,
        Pooling = pooling,
        DefaultTimeout = (int)timeout.TotalSeconds,
        Vfs = IsWithoutRoom ? "unix-excl" : null,
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
    protected override DbConnection CreateDbConnection() => new GatedSqliteConnection(this, writePragmas, file);

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

/// <summary>
/// Lets one writer at a time through, in the order of their coming. SQLite has a single writer as well, but who waits for it there holds
/// a thread, sleeps up to 100 ms between tries, and may be overtaken for seconds.
/// </summary>
internal sealed class WriteGate : IDisposable
{
    /// <summary>How long anybody waits: by then, whoever asked has given up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>Waits for the gate, on no thread. Whoever gets through calls <see cref="Leave"/>.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that completes inside.</returns>
    /// <exception cref="TimeoutException">The gate did not open: too many writers, or one that waits for itself.</exception>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        if (!await gate.WaitAsync(Patience, cancellationToken))
            throw new TimeoutException($"The database could not be written to within {Patience.TotalSeconds:F0} s.");
    }

    /// <summary>Lets the next writer in.</summary>
    public void Leave() => gate.Release();

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();
}
