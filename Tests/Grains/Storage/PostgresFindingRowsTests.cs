using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;
using OrleansVideo.Tests.Silo.Database;

namespace OrleansVideo.Tests.Grains.Storage;

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresFindingRowsTests(PostgresServer server) : FindingRowsTests, IAsyncLifetime
{
    private PostgresTestDatabase _tables = null!;

    private protected override ITestDatabase Tables => _tables;

    private protected override IVideoDatabase Database => new PostgresVideoDatabase(_tables.Source);

    public async ValueTask InitializeAsync() => _tables = await PostgresTestDatabase.MigratedAsync(server);

    public ValueTask DisposeAsync()
    {
        _tables.Dispose();
        return ValueTask.CompletedTask;
    }
}
