using Microsoft.Data.Sqlite;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Database;

/// <summary>What is said when the database cannot be opened at start. Every sentence names the file's full path.</summary>
internal static class SqliteErrors
{
    // Primary result codes, https://sqlite.org/rescode.html
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    // Extended result code, https://sqlite.org/rescode.html: no room for the index of the write-ahead log.
    private const int SharedMemorySize = 4874;

    /// <summary>Whether there is no room for what SQLite had to write.</summary>
    /// <param name="exception">What SQLite said.</param>
    public static bool IsFull(SqliteException exception) =>
        exception.SqliteErrorCode == Full || exception.SqliteExtendedErrorCode == SharedMemorySize;

    /// <summary>Puts a failure into words.</summary>
    /// <param name="path">Full path of the database file.</param>
    /// <param name="exception">What SQLite said.</param>
    /// <returns>The reason for an operator, or null when there is nothing an operator could do.</returns>
    public static StartupException? Explain(string path, SqliteException exception) => exception.SqliteErrorCode switch
    {
        _ when IsFull(exception) => new($"There is no space left for the database '{path}'.", exception),
        Busy or Locked => new($"The database '{path}' is locked by another program: close that program and start again.", exception),
        Permission or ReadOnly or CannotOpen => new($"The database '{path}' cannot be written to: {exception.Message}", exception),
        Corrupt or NotADatabase => new(
            $"The database '{path}' is damaged or is not a database: put a backup in its place, or move it away to begin afresh.",
            exception),
        InputOutput => new($"The database '{path}' cannot be read or written: {exception.Message}", exception),
        _ => null,
    };
}
