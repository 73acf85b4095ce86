using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace OrleansVideo.Silo.Database;

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
