using System.Data.Common;

namespace OrleansVideo.Grains.Database;

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
