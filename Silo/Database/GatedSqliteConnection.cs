using Microsoft.Data.Sqlite;

namespace OrleansVideo.Silo.Database;

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
