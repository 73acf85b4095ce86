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

/// <summary>
/// How a database finds videos by words, in its own SQL: first the newest of those that match, at most <c>@candidates</c>, then the rank of
/// each. However many videos a word is in, so many are ranked.
/// </summary>
/// <param name="Candidates">
/// Selects the column <c>seq</c>, and what <paramref name="Rank"/> needs, of the newest rows of <c>videos</c>, alias <c>v</c>, that match
/// <c>@match</c>. In it <c>{conditions}</c> stands for the conditions on <c>v</c> of what is shown.
/// </param>
/// <param name="OwnerCandidates">The same for the rows whose <c>owner_key</c> is <c>@owner</c>.</param>
/// <param name="Rank">A 64-bit floating-point number, the smaller the better the match, of a candidate, alias <c>c</c>.</param>
/// <param name="Expression">
/// Makes <c>@match</c> of words that must all occur, each as a whole word or as the beginning of one, and of a user name that may help to
/// find that user's alone; null for everybody's. Nothing in a word is an operator.
/// </param>
public sealed record VideoSearch(
    string Candidates, string OwnerCandidates, string Rank, Func<IReadOnlyList<string>, string?, string> Expression);

/// <summary>Shorter ways to call <see cref="IVideoDatabase"/>.</summary>
public static class VideoDatabaseExtensions
{
    /// <summary>
    /// <see cref="IVideoDatabase.WriteAsync{T}"/> for work that returns nothing.
    /// </summary>
    /// <param name="database">The database to write to.</param>
    /// <param name="work">The statements to run, on the connection and transaction given to it and on no other.</param>
    /// <param name="cancellationToken">Gives up waiting for the gate.</param>
    /// <returns>A task that completes once the work is committed.</returns>
    public static Task WriteAsync(
        this IVideoDatabase database,
        Func<DbConnection, DbTransaction, Task> work,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(work);
        return database.WriteAsync(
            async (connection, transaction) =>
            {
                await work(connection, transaction);
                return true;
            },
            cancellationToken);
    }
}
