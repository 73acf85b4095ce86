using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;
using OrleansVideo.Tests.Silo.Database;

namespace OrleansVideo.Tests.Grains.Catalog;

public sealed class SqliteChangedRowsTests : ChangedRowsTests, IDisposable
{
    private readonly TestDatabase _file = new();

    private protected override ITestDatabase Tables => _file;

    private protected override IVideoDatabase Database => new SqliteVideoDatabase(_file.Source);

    private protected override (string Explain, string Range) Plan => ("explain query plan ", "USING INDEX videos_changed (changed_at>?)");

    public void Dispose() => _file.Dispose();
}
