namespace OrleansVideo.Tests.Silo.Database;

/// <summary>The statements of the reminder table against the contract that Orleans' provider relies on.</summary>
public abstract class ReminderStatementTests(ITestDatabase database) : IDisposable
{
    private static readonly DateTime Start = new(2030, 1, 31, 23, 59, 58, 123, DateTimeKind.Utc);

    [Fact]
    public void Upsert_New_AnswersVersionZeroAndIsRead()
    {
        Assert.Equal(0, Upsert("shard/0", "pass", 1));
        var row = Assert.Single(database.Query("ReadReminderRowKey", Row("shard/0", "pass")));
        Assert.Equal(["GrainId", "ReminderName", "StartTime", "Period", "Version"], row.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(("shard/0", "pass", 60000L, 0L), (row["GrainId"], row["ReminderName"], row["Period"], row["Version"]));
        Assert.Equal("2030-01-31 23:59:58.123", row["StartTime"]);
    }

    [Fact]
    public void Upsert_Again_CountsTheVersionUpAndReplaces()
    {
        Upsert("shard/0", "pass", 1);
        Assert.Equal(1, Upsert("shard/0", "pass", 1, period: 120000));
        Assert.Equal(2, Upsert("shard/0", "pass", 1, period: 180000));
        Assert.Equal(180000L, Assert.Single(Names("shard/0")).Period);
    }

    [Fact]
    public void ReadRows_AreThoseOfOneGrain()
    {
        Upsert("shard/0", "pass", 1);
        Upsert("shard/0", "sweep", 1);
        Upsert("shard/1", "pass", 2);
        Upsert("shard/0", "pass", 1, service: "other");
        Assert.Equal(["pass", "sweep"], Names("shard/0").Select(row => row.Name).Order());
        Assert.Empty(database.Query("ReadReminderRowKey", Row("shard/1", "sweep")));
    }

    [Theory]
    [InlineData("ReadRangeRows1Key", -10, 10, new[] { 0, 10 })] // begin is left out, end is in
    [InlineData("ReadRangeRows1Key", -11, 9, new[] { -10, 0 })]
    [InlineData("ReadRangeRows1Key", 0, 0, new int[0])]
    [InlineData("ReadRangeRows1Key", int.MinValue, int.MaxValue, new[] { -10, 0, 10, int.MaxValue })]
    [InlineData("ReadRangeRows2Key", 10, -10, new[] { int.MinValue, -10, int.MaxValue })] // round the end of the ring
    [InlineData("ReadRangeRows2Key", 0, 0, new[] { int.MinValue, -10, 0, 10, int.MaxValue })] // the whole ring
    public void ReadRange_IsOpenAtTheBeginningAndClosedAtTheEnd(string statement, int begin, int end, int[] expected)
    {
        foreach (var hash in new[] { int.MinValue, -10, 0, 10, int.MaxValue })
        {
            Upsert($"shard/{hash}", "pass", hash);
        }

        Upsert("foreign", "pass", 5, service: "other");
        var rows = database.Query(statement, ("ServiceId", "orleansvideo"), ("BeginHash", begin), ("EndHash", end));
        Assert.Equal(expected.Select(hash => $"shard/{hash}").Order(), rows.Select(row => (string)row["GrainId"]!).Order());
        Assert.All(rows, row => Assert.Equal(["GrainId", "ReminderName", "StartTime", "Period", "Version"], row.Keys, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void Delete_WithAnotherVersion_RemovesNothing()
    {
        Upsert("shard/0", "pass", 1);
        Assert.Equal(0, Delete(1));
        Assert.Single(Names("shard/0"));
    }

    [Fact]
    public void Delete_WithItsVersion_RemovesOneRowOnce()
    {
        Upsert("shard/0", "pass", 1);
        Upsert("shard/0", "sweep", 1);
        Assert.Equal(1, Delete(0));
        Assert.Equal(0, Delete(0));
        Assert.Equal("sweep", Assert.Single(Names("shard/0")).Name);
    }

    [Fact]
    public void DeleteRows_RemovesThoseOfOneService()
    {
        Upsert("shard/0", "pass", 1);
        Upsert("shard/0", "pass", 1, service: "other");
        database.Query("DeleteReminderRowsKey", ("ServiceId", "orleansvideo"));
        Assert.Empty(Names("shard/0"));
        Assert.Single(database.Sql("SELECT * FROM OrleansRemindersTable"));
    }

    [Fact]
    public async Task Upsert_ByManyAtOnce_GivesEachItsOwnVersion()
    {
        var versions = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Upsert("shard/0", "pass", 1))));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => (long)i), versions.Order());
    }

    public void Dispose()
    {
        database.Dispose();
        GC.SuppressFinalize(this);
    }

    private long Upsert(string grain, string name, int hash, long period = 60000, string service = "orleansvideo")
        => (long)database.Query(
            "UpsertReminderRowKey",
            ("ServiceId", service), ("GrainId", grain), ("ReminderName", name), ("StartTime", Start), ("Period", period), ("GrainHash", hash))
            .Single()["Version"]!;

    private long Delete(int version)
        => (long)database.Query("DeleteReminderRowKey", [.. Row("shard/0", "pass"), ("Version", version)]).Single().Values.Single()!;

    private List<(string Name, long Period)> Names(string grain)
        => [.. database.Query("ReadReminderRowsKey", ("ServiceId", "orleansvideo"), ("GrainId", grain))
            .Select(row => ((string)row["ReminderName"]!, (long)row["Period"]!))];

    private static (string, object?)[] Row(string grain, string name)
        => [("ServiceId", "orleansvideo"), ("GrainId", grain), ("ReminderName", name)];
}
