using System.Data.Common;
using Microsoft.Data.Sqlite;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// The site's database on SQLite. The driver has no asynchronous calls: whoever waits for the single writer blocks a thread. So the
/// site's own writers and Orleans' queue at one gate, on no thread at all, and only the first of them asks SQLite for its lock.
/// </summary>
/// <param name="source">Opens the connections.</param>
public sealed class SqliteVideoDatabase(SqliteDataSource source) : IVideoDatabase
{
    /// <inheritdoc/>
    public string NowMilliseconds => "CAST(round(unixepoch('subsec') * 1000) AS INTEGER)";

    /// <inheritdoc/>
    public VideoSearch Search { get; } = new(
        Candidates: Candidates("{conditions}"),
        OwnerCandidates: Candidates("{conditions} and v.owner_key = @owner"),
        Rank: "c.rank",
        Expression: Match);

    /// <inheritdoc/>
    public ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<DbConnection>(source.OpenForReading());
    }

    /// <inheritdoc/>
    public ValueTask<DbConnection> OpenForLongReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<DbConnection>(source.OpenForReading(isLong: true));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The work runs where the caller runs (in a grain, in its turn); waiting for SQLite's lock and the flush at commit do not, so that
    /// calls which interleave with the caller are served meanwhile. Work that found no room on the disk has been rolled back; when room was
    /// made for it (the ballast), it runs once more.
    /// </remarks>
    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        await source.Gate.EnterAsync(cancellationToken);
        try
        {
            return await WriteInsideAsync(work, cancellationToken);
        }
        catch (SqliteException exception) when (source.MakesRoomAfter(exception))
        {
            return await WriteInsideAsync(work, cancellationToken);
        }
        finally
        {
            source.Gate.Leave();
        }
    }

    private async Task<T> WriteInsideAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        using var connection = await Task.Run(source.OpenForWriting, cancellationToken);
        using var transaction = await Task.Run(() => connection.BeginTransaction(deferred: false), cancellationToken);
        var result = await work(connection, transaction); // A transaction that is disposed without a commit rolls back.
        await Task.Run(transaction.Commit, CancellationToken.None);
        return result;
    }

    private static string Candidates(string conditions) =>
        $"""
        select v.seq as seq, s.rank as rank from video_search s join videos v on v.seq = s.rowid
        where s.video_search match @match and {conditions} order by s.rowid desc limit @candidates
        """;

    /// <summary>The owner's name is looked for in the index as well, where it has anything to look for: else all other users' matches were read over.</summary>
    private static string Match(IReadOnlyList<string> words, string? owner)
    {
        var all = string.Join(' ', words.Select(word => Quoted(word) + "*"));
        return owner is not null && owner.Any(char.IsLetterOrDigit) ? $"({all}) AND (owner_name : {Quoted(owner)})" : all;
    }

    // Within the quotes of a string, quotes are doubled (https://sqlite.org/fts5.html, 3.1).
    private static string Quoted(string word) => $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
