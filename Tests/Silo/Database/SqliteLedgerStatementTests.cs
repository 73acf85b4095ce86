using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Tests.Silo.Database;

public sealed class SqliteLedgerStatementTests : LedgerStatementTests, IDisposable
{
    private readonly TestDatabase file = new();

    protected override IVideoDatabase Database => new SqliteVideoDatabase(file.Source);

    public void Dispose() => file.Dispose();
}
