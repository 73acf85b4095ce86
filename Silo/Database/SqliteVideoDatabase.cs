using System.Data.Common;
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
        From: "video_search s join videos v on v.seq = s.rowid",
        Condition: "video_search match @match",
        Rank: "s.rank",
        Expression: words => string.Join(' ', words.Select(word => $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"*")));

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
    /// calls which interleave with the caller are served meanwhile.
    /// </remarks>
    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        await source.Gate.EnterAsync(cancellationToken);
        try
        {
            using var connection = await Task.Run(source.OpenForWriting, cancellationToken);
            using var transaction = await Task.Run(() => connection.BeginTransaction(deferred: false), cancellationToken);
            var result = await work(connection, transaction); // A transaction that is disposed without a commit rolls back.
            await Task.Run(transaction.Commit, CancellationToken.None);
            return result;
        }
        finally
        {
            source.Gate.Leave();
        }
    }
}
