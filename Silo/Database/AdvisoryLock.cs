using Npgsql;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// A lock of PostgreSQL that has a number and no table, held by a connection: it ends with the connection, however that ends
/// (PostgreSQL documentation, 13.3.5).
/// </summary>
internal sealed class AdvisoryLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly long key;

    private AdvisoryLock(NpgsqlConnection connection, long key) => (this.connection, this.key) = (connection, key);

    /// <summary>Waits for the lock, for as long as others hold it.</summary>
    /// <param name="connection">Open; holds the lock until disposal.</param>
    /// <param name="key">The lock's number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The lock; disposing it releases it before the connection returns to its pool.</returns>
    public static async Task<AdvisoryLock> TakeAsync(NpgsqlConnection connection, long key, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, "SELECT pg_advisory_lock($1)", key);
        command.CommandTimeout = 0; // The other's migration takes as long as it takes.
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new AdvisoryLock(connection, key);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await using var command = Command(connection, "SELECT pg_advisory_unlock($1)", key);
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string text, long key)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this class.
        command.CommandText = text;
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = key });
        return command;
    }
}
