using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;
using OrleansVideo.Tests.Silo.Database;

namespace OrleansVideo.Tests.Grains.Catalog;

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresChangedRowsTests(PostgresServer server) : ChangedRowsTests, IAsyncLifetime
{
    private PostgresTestDatabase _tables = null!;

    private protected override ITestDatabase Tables => _tables;

    private protected override IVideoDatabase Database => new PostgresVideoDatabase(_tables.Source);

    private protected override (string Explain, string Range) Plan => ("explain ", "Index Cond: (changed_at >= ");

    public async ValueTask InitializeAsync() => _tables = await PostgresTestDatabase.MigratedAsync(server);

    public ValueTask DisposeAsync()
    {
        _tables.Dispose();
        return ValueTask.CompletedTask;
    }
}
