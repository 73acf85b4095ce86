using System.Data.Common;

namespace OrleansVideo.Grains.Database;

/// <summary>
/// The site's SQL database, as the stores of this floor see it: connections to read on, and transactions to write in. Statements are
/// written so that they run on SQLite and on PostgreSQL, and stay right when other processes write between any two of them.
/// </summary>
public interface IVideoDatabase
{
    /// <summary>
    /// SQL expression for the database's own clock in Unix milliseconds (a 64-bit integer), for claims and for reads of what
    /// "changed in the last …". The clocks of silos and frontends never decide these.
    /// </summary>
    string NowMilliseconds { get; }

    /// <summary>How this database finds videos by words.</summary>
    VideoSearch Search { get; }

    /// <summary>
    /// Opens a pooled connection for reading. Disposing it returns it to the pool. A query that is given a token is stopped when that is
    /// cancelled, in the middle of the statement, on either database.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting for the connection.</param>
    /// <returns>An open connection, configured as every connection of the site is.</returns>
    ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// <see cref="OpenAsync"/> for a query that may compute for long, such as a search. How many run at once is its caller's to limit: where
    /// the database computes within this process, each takes a thread of its own, so that no other read waits for one.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting for the connection.</param>
    /// <returns>An open connection, as <see cref="OpenAsync"/> gives it.</returns>
    ValueTask<DbConnection> OpenForLongReadAsync(CancellationToken cancellationToken = default) => OpenAsync(cancellationToken);

    /// <summary>
    /// Runs <paramref name="work"/> in one write transaction. Commits when the work returns and rolls back when it throws. Of what the
    /// work has read, only rows that it has itself changed before are certain to stay as they are until the commit.
    /// </summary>
    /// <remarks>
    /// SQLite has one writer at a time, behind a gate that is not re-entrant: work must not call this method again, nor write grain state.
    /// Work may be run twice, when its first run was rolled back for want of room on the disk.
    /// </remarks>
    /// <typeparam name="T">What the work returns.</typeparam>
    /// <param name="work">The statements to run, on the connection and transaction given to it and on no other.</param>
    /// <param name="cancellationToken">Gives up waiting for the gate; once the work has begun, only the work itself observes it.</param>
    /// <returns>What the work returned, once it is committed.</returns>
    Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default);
}
