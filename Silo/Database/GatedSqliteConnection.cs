using Microsoft.Data.Sqlite;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// The connection that Orleans' providers get: they open one for each statement and close it afterwards, and know nothing of a gate. So
/// the first statement that writes takes the gate, and closing the connection leaves it.
/// </summary>
/// <param name="connectionString">What to open.</param>
/// <param name="pragmas">The settings, as SQL.</param>
/// <param name="file">The file.</param>
/// <param name="gate">The gate of all writers.</param>
internal sealed class GatedSqliteConnection(string connectionString, string pragmas, SqliteFile file, WriteGate gate)
    : SqliteDatabaseConnection(connectionString, pragmas, file)
{
    private int inside;

    /// <inheritdoc/>
    public override SqliteCommand CreateCommand()
        => new GatedSqliteCommand(this) { CommandTimeout = DefaultTimeout, Transaction = Transaction };

    /// <summary>Takes the gate, unless this connection holds it already.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that completes inside.</returns>
    public async Task EnterGateAsync(CancellationToken cancellationToken)
    {
        if (inside == 1) return;
        await gate.EnterAsync(cancellationToken);
        inside = 1;
    }

    /// <inheritdoc/>
    public override void Close()
    {
        base.Close();
        if (Interlocked.Exchange(ref inside, 0) == 1) gate.Leave();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Close();
        base.Dispose(disposing);
    }
}
