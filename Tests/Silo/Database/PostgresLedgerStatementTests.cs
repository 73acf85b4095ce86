using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Tests.Silo.Database;

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresLedgerStatementTests(PostgresServer server) : LedgerStatementTests, IAsyncLifetime
{
    private PostgresTestDatabase file = null!;

    protected override IVideoDatabase Database => new PostgresVideoDatabase(file.Source);

    public async ValueTask InitializeAsync() => file = await PostgresTestDatabase.MigratedAsync(server);

    public ValueTask DisposeAsync()
    {
        file.Dispose();
        return ValueTask.CompletedTask;
    }
}
