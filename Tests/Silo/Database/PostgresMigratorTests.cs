using DbUp.Engine;
using Npgsql;
using OrleansVideo.Silo.Database;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Tests.Silo.Database;

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresMigratorTests : IDisposable
{
    private static readonly SqlScript One = new("0001_one.sql", "CREATE TABLE One (Id bigint); INSERT INTO One VALUES (1);");
    private static readonly SqlScript Two = new("0002_two.sql", "INSERT INTO One VALUES (2); -- $not$ a variable; @not a parameter");

    private static readonly SqlScript AdditiveThree = new("0003_three.sql", "-- additive: yes\nALTER TABLE One ADD COLUMN More text;");

    private readonly PostgresServer server;
    private readonly PostgresTestDatabase database;
    private readonly RecordingLogger<PostgresMigrator> log = new();

    public PostgresMigratorTests(PostgresServer server) => (this.server, database) = (server, PostgresTestDatabase.Empty(server));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrate_AppliesOwnScriptsOnce_AndSaysWhich()
    {
        await new PostgresMigrator(database.Source, log).MigrateAsync(Cancel);
        var applied = Journal();
        Assert.Equal(
            ["0001_orleans_storage.sql", "0002_orleans_reminders.sql", "0003_orleans_membership.sql", "0004_site.sql"], applied.Take(4));
        Assert.Equal(applied.Order(StringComparer.Ordinal), applied);
        Assert.Equal(applied.Select(name => $"Applied database migration {name}."), log.Entries.Select(entry => entry.Message));

        log.Entries.Clear();
        await new PostgresMigrator(database.Source, log).MigrateAsync(Cancel);
        Assert.Equal(applied, Journal());
        Assert.Empty(log.Entries);
    }

    [Fact]
    public async Task Migrate_WhenAScriptFails_LeavesNothingBehind_AndNamesIt()
    {
        var broken = new SqlScript("0003_broken.sql", "INSERT INTO One VALUES (3); INSERT INTO Nowhere VALUES (1);");
        await Migrate(One);
        var failure = await Assert.ThrowsAsync<StartupException>(() => Migrate(One, Two, broken));
        Assert.Contains("could not be brought up to date: 0003_broken.sql failed.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("nowhere", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["0001_one.sql"], Journal());
        Assert.Equal(1L, Count());

        await Migrate(One, Two);
        Assert.Equal(2L, Count());
    }

    [Fact]
    public async Task Migrate_OfADatabaseFromANewerProgram_IsRefused_AndNamesWhatItDoesNotKnow()
    {
        await Migrate(One, Two);
        var failure = await Assert.ThrowsAsync<StartupException>(() => Migrate(One));
        Assert.Contains("was made by a newer version of this program, which applied 0002_two.sql (not additive: its script does not say that it is)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_OfADatabaseWithANewersAdditiveScripts_StartsBesideThem_AlsoWithoutARightToTheSchema()
    {
        await using var app = AppUser();
        await Migrate(One, AdditiveThree);
        await new PostgresGrant(database.Source, new PostgresGrantee("app"), new RecordingLogger<PostgresGrant>()).PrepareAsync(Cancel);
        log.Entries.Clear();

        await Migrate(app, One);

        Assert.EndsWith(
            "was migrated by a newer release (0003_three.sql). All of that is additive: this release starts beside it.",
            Assert.Single(log.Entries).Message, StringComparison.Ordinal);
        Assert.Equal(1L, Count());
    }

    [Fact]
    public async Task Migrate_OfADatabaseWithOneNewerScriptThatIsNotAdditive_NamesItAndItsReason()
    {
        await Migrate(One, AdditiveThree, new SqlScript("0004_four.sql", "-- additive: no, because it's gone\nALTER TABLE One DROP COLUMN Id;"));

        var failure = await Assert.ThrowsAsync<StartupException>(() => Migrate(One));

        Assert.Contains("which applied 0004_four.sql (not additive: it's gone): start", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_OfADatabaseWithoutMarks_IsRefused()
    {
        await Migrate(One, AdditiveThree);
        database.Sql("DROP TABLE migration_marks");

        var failure = await Assert.ThrowsAsync<StartupException>(() => Migrate(One));
        Assert.Contains("0003_three.sql (not additive: it has no mark)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_ByManyAtOnce_AppliesEachScriptOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Migrate(One, Two))));
        Assert.Equal(["0001_one.sql", "0002_two.sql"], Journal());
        Assert.Equal(2L, Count());
    }

    [Fact]
    public async Task Migrate_WhereNothingIsMissing_NeedsNoRightToChangeTheSchema()
    {
        await using var app = AppUser();
        var refused = await Assert.ThrowsAsync<StartupException>(() => Migrate(app, One));
        Assert.Contains("run the migration step", refused.Message, StringComparison.Ordinal);

        await Migrate(One);
        await new PostgresGrant(database.Source, new PostgresGrantee("app"), new RecordingLogger<PostgresGrant>()).PrepareAsync(Cancel);
        await Migrate(app, One);
        await using var insert = app.CreateCommand("INSERT INTO One VALUES (7)");
        Assert.Equal(1, await insert.ExecuteNonQueryAsync(Cancel));
        await using var drop = app.CreateCommand("DROP TABLE One");
        await Assert.ThrowsAsync<PostgresException>(() => drop.ExecuteNonQueryAsync(Cancel));
    }

    [Fact]
    public async Task Grant_ToAUserWithAHostileOrUnknownName_IsRefused_AndTouchesNothing()
    {
        await Migrate(One);
        var grant = new PostgresGrant(
            database.Source, new PostgresGrantee("nobody\"; DROP TABLE One; --"), new RecordingLogger<PostgresGrant>());
        var refused = await Assert.ThrowsAsync<StartupException>(() => grant.PrepareAsync(Cancel));
        Assert.Contains("has no user 'nobody\"; DROP TABLE One; --'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1L, Count());
    }

    public void Dispose() => database.Dispose();

    private Task Migrate(params SqlScript[] scripts) => Migrate(database.Source, scripts);

    private Task Migrate(NpgsqlDataSource source, params SqlScript[] scripts) =>
        new PostgresMigrator(source, log, scripts).MigrateAsync(Cancel);

    private NpgsqlDataSource AppUser()
    {
        server.Execute("DO $$ BEGIN CREATE ROLE app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = "app", Pooling = false });
    }

    private List<string> Journal() =>
        [.. database.Sql("SELECT ScriptName FROM schemaversions ORDER BY schemaversionsid").Select(row => (string)row["ScriptName"]!)];

    private object? Count() => database.Sql("SELECT count(*) AS n FROM One")[0]["n"];
}
