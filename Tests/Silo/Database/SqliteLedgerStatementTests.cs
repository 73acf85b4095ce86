using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Deletion;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Tests.Silo.Database;

public sealed class SqliteLedgerStatementTests : LedgerStatementTests, IDisposable
{
    private readonly TestDatabase file = new();

    protected override IVideoDatabase Database => new SqliteVideoDatabase(file.Source);

    /// <summary>A trash of a million changes nothing for a pass: it reads from the front of one index, whose order it needs.</summary>
    [Fact]
    public void Due_IsFoundInOneIndex()
    {
        var sql = DeletionQueue.DueSql.Replace("{now}", "1", StringComparison.Ordinal).Replace("{alive}", "('silo')", StringComparison.Ordinal);
        var plan = file.Sql("EXPLAIN QUERY PLAN " + sql, ("@now", 1L), ("@from", 0L), ("@to", 128L), ("@take", 100L)).ConvertAll(row => (string)row["detail"]!);
        Assert.Equal(["SEARCH deletions USING INDEX deletions_next (next_attempt_at<?)"], plan);
    }

    public void Dispose() => file.Dispose();
}
