using System.Data;
using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// A connection that applies its settings whenever it opens. SQLite keeps them per connection and forgets them with it, and a pooled one
/// comes back with those of its last user.
/// </summary>
/// <param name="connectionString">What to open.</param>
/// <param name="pragmas">The settings, as SQL.</param>
/// <param name="file">The file, which must be the one that the site began with.</param>
internal class SqliteDatabaseConnection(string connectionString, string pragmas, SqliteFile file) : SqliteConnection(connectionString)
{
    /// <inheritdoc/>
    public override void Open()
    {
        file.EnsureInPlace();
        base.Open();
        try
        {
            using var command = CreateCommand();
#pragma warning disable CA2100 // The text is composed of constants and options of this assembly alone.
            command.CommandText = pragmas;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
        catch
        {
            Close(); // Whoever fails to open a connection has nothing to close.
            throw;
        }
    }
}

/// <summary>
/// A connection for reading whose asynchronous queries leave the caller's thread, which in a grain is its turn, and end with the
/// caller's patience. The driver does neither: it computes on the thread that asks, and looks at a token only before and after.
/// </summary>
/// <remarks>
/// The running statement asks for its own token, as SQLite's progress handler. <c>sqlite3_interrupt</c> from the token's thread would
/// have no effect on a statement that is about to begin, and could hit the next user's statement on a pooled connection.
/// </remarks>
/// <param name="connectionString">What to open.</param>
/// <param name="pragmas">The settings, as SQL.</param>
/// <param name="file">The file.</param>
/// <param name="isLong">
/// Whether its queries may compute for long: each gets a thread of its own then, so that the pool's threads are there for everybody else.
/// </param>
internal sealed partial class SqliteReadConnection(string connectionString, string pragmas, SqliteFile file, bool isLong)
    : SqliteDatabaseConnection(connectionString, pragmas, file)
{
    /// <summary>Virtual machine instructions between two looks at the token: a fraction of a millisecond.</summary>
    private const int InstructionsPerLook = 1_000;

    /// <summary>What a long read adds to its thread's nice value.</summary>
    private const int LongReadNice = 10;

    private bool _isWatching;

    /// <inheritdoc/>
    public override SqliteCommand CreateCommand()
        => new Command(this) { CommandTimeout = DefaultTimeout, Transaction = Transaction };

    /// <inheritdoc/>
    public override void Close()
    {
        Watch(CancellationToken.None); // The pool hands the connection to somebody with another token.
        base.Close();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Close();
        base.Dispose(disposing);
    }

    /// <summary>From now on statements of this connection are interrupted when this token is cancelled, and by no other.</summary>
    private void Watch(CancellationToken cancellationToken)
    {
        if (State != ConnectionState.Open || (!_isWatching && !cancellationToken.CanBeCanceled)) return;
        _isWatching = cancellationToken.CanBeCanceled;
        raw.sqlite3_progress_handler(
            Handle,
            InstructionsPerLook,
            _isWatching ? _ => cancellationToken.IsCancellationRequested ? 1 : 0 : null,
            null);
    }

    /// <summary>
    /// Always yields, also when the read ends before the caller looks: the reader's next rows would be read on the caller's thread.
    /// </summary>
    private async Task<T> RunAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Watch(cancellationToken);
        var running = isLong
            ? Task.Factory.StartNew(() => ReadBehindOthers(read), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            : Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        return await running.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }

    /// <summary>
    /// On a thread of its own, which lets all others go first where processors are scarce (setpriority(2), which on Linux is about the
    /// calling thread alone; where it can't, the thread is as any other).
    /// </summary>
    private static T ReadBehindOthers<T>(Func<T> read)
    {
        if (OperatingSystem.IsLinux()) _ = SetPriority(which: 0, who: 0, LongReadNice);
        return read();
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);

    private sealed class Command(SqliteReadConnection connection) : SqliteCommand(null, connection)
    {
        protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
            => connection.RunAsync<DbDataReader>(() => ExecuteReader(behavior), cancellationToken);

        public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
            => connection.RunAsync(ExecuteScalar, cancellationToken);
    }
}

/// <summary>
/// The connection that Orleans' providers get: they open one for each statement and close it afterwards, and know nothing of a gate. So
/// the first statement that writes takes the gate, and closing the connection leaves it.
/// </summary>
/// <param name="source">The database, with the gate of all writers.</param>
/// <param name="pragmas">The settings, as SQL.</param>
/// <param name="file">The file.</param>
internal sealed class GatedSqliteConnection(SqliteDataSource source, string pragmas, SqliteFile file)
    : SqliteDatabaseConnection(source.ConnectionString, pragmas, file)
{
    private int inside;

    /// <summary>The database.</summary>
    public SqliteDataSource Source => source;

    /// <inheritdoc/>
    public override SqliteCommand CreateCommand()
        => new GatedSqliteCommand(this) { CommandTimeout = DefaultTimeout, Transaction = Transaction };

    /// <summary>Takes the gate, unless this connection holds it already.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that completes inside.</returns>
    public async Task EnterGateAsync(CancellationToken cancellationToken)
    {
        if (inside == 1) return;
        await source.Gate.EnterAsync(cancellationToken);
        inside = 1;
    }

    /// <inheritdoc/>
    public override void Close()
    {
        base.Close();
        if (Interlocked.Exchange(ref inside, 0) == 1) source.Gate.Leave();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Close();
        base.Dispose(disposing);
    }
}

/// <summary>
/// A command that waits for the write gate before it runs anything but a query. Each is a transaction of its own, so one that found no
/// room has done nothing, and is run once more when room was made for it.
/// </summary>
/// <param name="connection">Holds the gate until it is closed.</param>
internal sealed class GatedSqliteCommand(GatedSqliteConnection connection) : SqliteCommand(null, connection)
{
    /// <inheritdoc/>
    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        if (!CommandText.AsSpan().TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase))
            await connection.EnterGateAsync(cancellationToken);
        try
        {
            return await base.ExecuteDbDataReaderAsync(behavior, cancellationToken);
        }
        catch (SqliteException exception) when (connection.Source.MakesRoomAfter(exception))
        {
            return await base.ExecuteDbDataReaderAsync(behavior, cancellationToken);
        }
    }
}
