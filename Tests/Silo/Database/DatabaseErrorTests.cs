using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansVideo.Silo.Database;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Tests.Silo.Database;

/// <summary>What an operator is told when the database cannot be used.</summary>
public sealed class DatabaseErrorTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly SqliteDataSource source;

    public DatabaseErrorTests() => source = new SqliteDataSource(directory.File("video.db"), SqliteSynchronous.Full);

    [Theory]
    [InlineData("BEGIN IMMEDIATE")]
    [InlineData("BEGIN EXCLUSIVE")]
    [InlineData("PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "COMMIT")]
    public void LockedByAnotherProgram_IsSaid(params string[] how)
    {
        source.Prepare();
        source.Dispose(); // Closes the pooled connections.
        using var other = new SqliteConnection($"Data Source={source.FilePath};Pooling=False");
        other.Open();
        foreach (var statement in how)
        {
            using var command = other.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }

        var failure = Assert.Throws<StartupException>(source.Prepare);
        Assert.Equal($"The database '{source.FilePath}' is locked by another program: close that program and start again.", failure.Message);
    }

    [Theory]
    [InlineData("This is a text file, and a rather long one, so that it could hold a header of a hundred bytes or more, were it one.")]
    [InlineData("SQLite format 3\0 but what follows is garbage, for more than a hundred bytes, as after a disk that lost its last writes.")]
    public void NotADatabase_IsSaid(string content)
    {
        File.WriteAllText(source.FilePath, content);
        var failure = Assert.Throws<StartupException>(PrepareAndMigrate);
        Assert.StartsWith($"The database '{source.FilePath}' is damaged or is not a database:", failure.Message);
        Assert.Equal(content, File.ReadAllText(source.FilePath));
    }

    [Fact]
    public void DamagedSchema_IsSaid()
    {
        PrepareAndMigrate();
        source.Dispose(); // Closes the pooled connections, which brings everything into the one file.
        using (var file = File.OpenWrite(source.FilePath))
        {
            file.Position = 100;
            file.Write(Enumerable.Repeat((byte)0xFF, 3000).ToArray());
        }

        var failure = Assert.Throws<StartupException>(PrepareAndMigrate);
        Assert.StartsWith($"The database '{source.FilePath}' is damaged or is not a database:", failure.Message);
    }

    [Fact]
    public void DirectoryInItsPlace_IsSaid()
    {
        Directory.CreateDirectory(source.FilePath);
        var failure = Assert.Throws<StartupException>(source.Prepare);
        Assert.StartsWith($"The database '{source.FilePath}' cannot be ", failure.Message);
    }

    [Theory]
    [InlineData(8, "cannot be written to")]
    [InlineData(3, "cannot be written to")]
    [InlineData(13, "no space left")]
    [InlineData(10, "cannot be read or written")]
    public void OtherFailuresOfTheMedium_AreSaid(int code, string words)
        => Assert.Contains(words, SqliteErrors.Explain("/data/video.db", new SqliteException("reason", code))!.Message, StringComparison.Ordinal);

    [Fact]
    public void FaultsOfTheProgram_AreNotExplained() => Assert.Null(SqliteErrors.Explain("/data/video.db", new SqliteException("syntax", 1)));

    public void Dispose()
    {
        source.Dispose();
        directory.Dispose();
    }

    private void PrepareAndMigrate()
    {
        source.Prepare();
        new SqliteMigrator(source, NullLogger<SqliteMigrator>.Instance).Migrate();
    }
}
