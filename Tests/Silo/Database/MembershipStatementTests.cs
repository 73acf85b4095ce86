namespace OrleansVideo.Tests.Silo.Database;

/// <summary>The statements of the membership table against the contract that Orleans' clustering relies on.</summary>
[Trait("Needs", "PostgreSQL")]
public sealed class MembershipStatementTests(PostgresServer server) : IAsyncLifetime
{
    private const int Active = 3;
    private const int Dead = 6;
    private static readonly DateTime Start = new(2030, 1, 31, 23, 59, 58, 123, DateTimeKind.Utc);

    private PostgresTestDatabase database = null!;

    public async ValueTask InitializeAsync()
    {
        database = await PostgresTestDatabase.MigratedAsync(server);
        database.Query("InsertMembershipVersionKey", ("DeploymentId", "video"));
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void VersionRow_IsInsertedOnce_AndReadThoughThereIsNoSilo()
    {
        Assert.Equal(0L, Changed("InsertMembershipVersionKey", ("DeploymentId", "video")));
        Assert.Equal(1L, Changed("InsertMembershipVersionKey", ("DeploymentId", "other")));
        var row = Assert.Single(ReadAll());
        Assert.Equal(("video", null, 0L), (row["DeploymentId"], row["Address"], row["Version"]));
    }

    [Fact]
    public void Insert_AtTheCurrentVersion_AddsTheSiloAndMovesTheVersion()
    {
        Assert.Equal(1L, Insert(1, version: 0));
        var row = Assert.Single(ReadAll());
        Assert.Equal(
            ("127.0.0.1", 11111L, 1L, "silo", "host", (long)Active, 30000L, null, 1L),
            (row["Address"], row["Port"], row["Generation"], row["SiloName"], row["HostName"], row["Status"], row["ProxyPort"], row["SuspectTimes"], row["Version"]));
        Assert.Equal("2030-01-31 23:59:58.123", row["StartTime"]);
    }

    [Theory]
    [InlineData(2, 0)] // the version moved meanwhile
    [InlineData(1, 1)] // the silo is there already
    public void Insert_ThatCantDoBoth_DoesNeither(int generation, int version)
    {
        Insert(1, 0);
        Assert.Equal(0L, Insert(generation, version));
        Assert.Equal(1L, Assert.Single(ReadAll())["Version"]);
    }

    [Fact]
    public void Update_AtTheCurrentVersion_ChangesBoth()
    {
        Insert(1, 0);
        Assert.Equal(1L, Update(1, Dead, version: 1));
        var row = Assert.Single(ReadAll());
        Assert.Equal(((long)Dead, "suspects", 2L), (row["Status"], row["SuspectTimes"], row["Version"]));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    [InlineData(9, 1)] // no such silo
    public void Update_ThatCantDoBoth_DoesNeither(int generation, int version)
    {
        Insert(1, 0);
        Assert.Equal(0L, Update(generation, Dead, version));
        var row = Assert.Single(ReadAll());
        Assert.Equal(((long)Active, 1L), (row["Status"], row["Version"]));
    }

    [Fact]
    public async Task Changes_ByManyAtOnceFromOneVersion_AreWonByOne()
    {
        for (var version = 0; version < 5; version++)
        {
            var from = version;
            var inserts = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Insert(from * 10 + i, from))));
            Assert.Equal(1L, inserts.Sum());
        }

        Assert.Equal(5, ReadAll().Count);
        Assert.All(ReadAll(), row => Assert.Equal(5L, row["Version"]));
    }

    [Fact]
    public void ReadRow_OfASiloThatIsNotThere_HasTheVersionAlone()
    {
        Insert(1, 0);
        var known = Assert.Single(database.Query("MembershipReadRowKey", Silo(1)));
        Assert.Equal((1L, 1L), (known["Generation"], known["Version"]));
        var unknown = Assert.Single(database.Query("MembershipReadRowKey", Silo(2)));
        Assert.Equal((null, 1L), (unknown["Generation"], unknown["Version"]));
    }

    [Fact]
    public void Gateways_AreActiveSilosWithAProxyPort()
    {
        Insert(1, 0);
        Insert(2, 1, proxyPort: 0);
        Insert(3, 2);
        Update(3, Dead, 3);
        var gateway = Assert.Single(database.Query("GatewaysQueryKey", ("DeploymentId", "video"), ("Status", Active)));
        Assert.Equal(("127.0.0.1", 30000L, 1L), (gateway["Address"], gateway["ProxyPort"], gateway["Generation"]));
    }

    [Fact]
    public void IAmAlive_ChangesTheMomentAndNotTheVersion()
    {
        Insert(1, 0);
        database.Query("UpdateIAmAlivetimeKey", [.. Silo(1), ("IAmAliveTime", Start.AddMinutes(1))]);
        var row = Assert.Single(ReadAll());
        Assert.Equal(("2030-02-01 00:00:58.123", 1L), (row["IAmAliveTime"], row["Version"]));
    }

    [Fact]
    public void Cleanup_RemovesOldRowsButNoActiveOnes()
    {
        Insert(1, 0);
        Insert(2, 1);
        Update(2, Dead, 2);
        database.Query("CleanupDefunctSiloEntriesKey", ("DeploymentId", "video"), ("IAmAliveTime", Start));
        Assert.Equal(2, ReadAll().Count);
        database.Query("CleanupDefunctSiloEntriesKey", ("DeploymentId", "video"), ("IAmAliveTime", Start.AddDays(1)));
        Assert.Equal(1L, Assert.Single(ReadAll())["Generation"]);
    }

    [Fact]
    public void Delete_RemovesTheClusterAndNoOther()
    {
        database.Query("InsertMembershipVersionKey", ("DeploymentId", "other"));
        Insert(1, 0);
        database.Query("DeleteMembershipTableEntriesKey", ("DeploymentId", "video"));
        Assert.Empty(ReadAll());
        Assert.Single(database.Query("MembershipReadAllKey", ("DeploymentId", "other")));
    }

    private long Insert(int generation, int version, int proxyPort = 30000) => Changed("InsertMembershipKey", [
        .. Silo(generation), ("SiloName", "silo"), ("HostName", "host"), ("Status", Active), ("ProxyPort", proxyPort),
        ("StartTime", Start), ("IAmAliveTime", Start), ("Version", version)]);

    private long Update(int generation, int status, int version) => Changed("UpdateMembershipKey", [
        .. Silo(generation), ("Status", status), ("SuspectTimes", "suspects"), ("IAmAliveTime", Start), ("Version", version)]);

    private long Changed(string statement, params (string, object?)[] parameters) =>
        (long)Assert.Single(database.Query(statement, parameters)).Values.Single()!;

    private List<Dictionary<string, object?>> ReadAll() => database.Query("MembershipReadAllKey", ("DeploymentId", "video"));

    private static (string, object?)[] Silo(int generation) =>
        [("DeploymentId", "video"), ("Address", "127.0.0.1"), ("Port", 11111), ("Generation", generation)];
}
