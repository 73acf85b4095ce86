using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;
using OrleansVideo.Tests.Silo.Database;

namespace OrleansVideo.Tests.Grains.Storage;

public sealed class SqliteFindingRowsTests : FindingRowsTests, IDisposable
{
    private readonly TestDatabase _file = new();

    private protected override ITestDatabase Tables => _file;

    private protected override IVideoDatabase Database => new SqliteVideoDatabase(_file.Source);

    public void Dispose() => _file.Dispose();
}
