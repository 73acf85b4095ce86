using DbUp.Engine;
using Microsoft.Extensions.Logging;
using OrleansVideo.Silo.Database;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Tests.Silo.Database;

public sealed class SqliteMigratorTests : IDisposable
{
    private static readonly SqlScript One = new("0001_one.sql", "CREATE TABLE One (Id INTEGER); INSERT INTO One VALUES (1);");
    private static readonly SqlScript Two = new("0002_two.sql", "INSERT INTO One VALUES (2); -- $not$ a variable");
    private static readonly SqlScript AdditiveThree = new("0003_three.sql", "-- additive: yes\nCREATE TABLE Three (Id INTEGER);");
    private static readonly SqlScript NotAdditiveFour =
        new("0004_four.sql", "-- additive: no, because it's gone, that \"column\"\nDROP TABLE Three;");
    private readonly TempDirectory directory = new();
    private readonly RecordingLogger<SqliteMigrator> log = new();
    private readonly SqliteDataSource source;

    public SqliteMigratorTests()
    {
        source = new SqliteDataSource(directory.File("video.db"), SqliteSynchronous.Normal);
        source.Prepare();
    }

    [Fact]
    public void Migrate_AppliesOwnScriptsOnce_AndSaysWhich()
    {
        new SqliteMigrator(source, log).Migrate();
        var applied = Journal();
        Assert.Equal(["0001_orleans_storage.sql", "0002_orleans_reminders.sql"], applied.Take(2));
        Assert.Equal(applied.Order(StringComparer.Ordinal), applied);
        Assert.Equal(applied.Select(name => $"Applied database migration {name}."), log.Entries.Select(entry => entry.Message));

        log.Entries.Clear();
        new SqliteMigrator(source, log).Migrate();
        Assert.Equal(applied, Journal());
        Assert.Empty(log.Entries);
    }

    [Fact]
    public void Migrate_WithANewScript_AppliesThatAlone_WhateverOrderTheyAreGivenIn()
    {
        Migrator(One).Migrate();
        Migrator(Two, One).Migrate();
        Assert.Equal(["0001_one.sql", "0002_two.sql"], Journal());
        Assert.Equal(2L, Scalar("SELECT count(*) FROM One"));
    }

    [Fact]
    public void Migrate_WhenAScriptFails_LeavesNothingBehind_AndNamesIt()
    {
        var broken = new SqlScript("0003_broken.sql", "INSERT INTO One VALUES (3); INSERT INTO Nowhere VALUES (1);");
        Migrator(One).Migrate();
        var failure = Assert.Throws<StartupException>(() => Migrator(One, Two, broken).Migrate());
        Assert.StartsWith($"The database '{source.FilePath}' could not be brought up to date: 0003_broken.sql failed.", failure.Message);
        Assert.Contains("Nowhere", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["0001_one.sql"], Journal());
        Assert.Equal(1L, Scalar("SELECT count(*) FROM One"));

        Migrator(One, Two).Migrate();
        Assert.Equal(2L, Scalar("SELECT count(*) FROM One"));
    }

    [Fact]
    public void Migrate_OfADatabaseFromANewerProgram_IsRefused_AndNamesWhatItDoesNotKnow()
    {
        Migrator(One, Two).Migrate();
        var failure = Assert.Throws<StartupException>(() => Migrator(One).Migrate());
        Assert.Equal(
            $"The database '{source.FilePath}' was made by a newer version of this program, which applied 0002_two.sql "
            + "(not additive: its script does not say that it is): start that version, or restore a backup made before it.",
            failure.Message);
    }

    [Fact]
    public void Migrate_OfADatabaseWithANewersAdditiveScripts_StartsBesideThem_AndSaysSoOnce()
    {
        Migrator(One, AdditiveThree).Migrate();
        log.Entries.Clear();

        var migrator = Migrator(One);
        migrator.Migrate();
        migrator.Migrate();

        var told = Assert.Single(log.Entries);
        Assert.Equal(LogLevel.Information, told.Level);
        Assert.Equal(
            $"The database '{source.FilePath}' was migrated by a newer release (0003_three.sql). All of that is additive: this release starts beside it.",
            told.Message);
        Assert.Equal(["0001_one.sql", "0003_three.sql"], Journal());
    }

    [Fact]
    public void Migrate_OfADatabaseWithOneNewerScriptThatIsNotAdditive_NamesItAndItsReason()
    {
        Migrator(One, AdditiveThree, NotAdditiveFour).Migrate();

        var failure = Assert.Throws<StartupException>(() => Migrator(One).Migrate());

        Assert.Contains("which applied 0004_four.sql (not additive: it's gone, that \"column\"): start", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0003_three.sql", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>No release before this one left marks.</summary>
    [Fact]
    public void Migrate_OfADatabaseWithoutMarks_IsRefused()
    {
        Migrator(One, AdditiveThree).Migrate();
        using (var connection = source.OpenForWriting())
        {
            using var command = connection.CreateCommand();
            command.CommandText = "drop table migration_marks";
            command.ExecuteNonQuery();
        }

        var failure = Assert.Throws<StartupException>(() => Migrator(One).Migrate());
        Assert.Contains("0003_three.sql (not additive: it has no mark)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Migrate_WhenAScriptOfItsOwnIsMissingBesideANewersOne_AppliesIt()
    {
        Migrator(One, AdditiveThree).Migrate();
        Migrator(One, Two).Migrate();
        Assert.Equal(["0001_one.sql", "0003_three.sql", "0002_two.sql"], Journal());
    }

    [Fact]
    public void EveryScript_SaysInItsFirstLineWhetherItIsAdditive() => Assert.All(
        MigrationScripts.Sqlite().Concat(MigrationScripts.Postgres()),
        script => Assert.Matches(@"\A-- additive: (yes|no, because \S.*)\r?\n", script.Contents));

    [Theory]
    [InlineData("-- additive: yes\nselect 1;", true, "")]
    [InlineData("-- additive: yes\r\nselect 1;", true, "")]
    [InlineData("-- additive: no, because a column goes\nselect 1;", false, "a column goes")]
    [InlineData("-- additive: no, because \nselect 1;", false, "its script does not say that it is")]
    [InlineData("-- Additive: yes\nselect 1;", false, "its script does not say that it is")]
    [InlineData("select 1;\n-- additive: yes\n", false, "its script does not say that it is")]
    [InlineData("", false, "its script does not say that it is")]
    public void Mark_IsReadFromTheFirstLineAlone(string script, bool isAdditive, string reason) =>
        Assert.Equal(new MigrationMark("x", isAdditive, reason), MigrationMark.Of(new SqlScript("x", script)));

    [Fact]
    public async Task Migrate_ByManyAtOnce_AppliesEachScriptOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Migrator(One, Two).Migrate())));
        Assert.Equal(["0001_one.sql", "0002_two.sql"], Journal());
        Assert.Equal(2L, Scalar("SELECT count(*) FROM One"));
        Assert.Equal(2, log.Entries.Count(entry => entry.Level == LogLevel.Information));
    }

    public void Dispose()
    {
        source.Dispose();
        directory.Dispose();
    }

    private SqliteMigrator Migrator(params SqlScript[] scripts) => new(source, log, scripts);

    private List<string> Journal()
    {
        using var connection = source.OpenForReading();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT ScriptName FROM SchemaVersions ORDER BY SchemaVersionID";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private object? Scalar(string sql)
    {
        using var connection = source.OpenForReading();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
