using System.Data.Common;
using Microsoft.Data.Sqlite;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Tests.Silo.Database;

public sealed class SqliteDataSourceTests
{
    [Theory]
    [InlineData(SqliteSynchronous.Full, 2L)]
    [InlineData(SqliteSynchronous.Normal, 1L)]
    public async Task EveryConnection_HasTheSettings_HoweverItWasOpened(SqliteSynchronous synchronous, long expected)
    {
        using var database = new TestDatabase(synchronous);
        using var writing = database.Source.OpenForWriting();
        using var reading = database.Source.OpenForReading();
        using var orleans = database.Source.CreateConnection();
        await orleans.OpenAsync(TestContext.Current.CancellationToken);
        using var another = await database.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        foreach (var connection in new[] { writing, reading, orleans, another })
        {
            Assert.Equal(expected, Pragma(connection, "synchronous"));
            Assert.Equal(1L, Pragma(connection, "foreign_keys"));
            Assert.Equal((long)SqliteDataSource.BusyTimeout.TotalMilliseconds, Pragma(connection, "busy_timeout"));
            Assert.Equal("wal", Pragma(connection, "journal_mode"));
        }
    }

    [Fact]
    public void PooledConnection_DoesNotKeepTheSettingsOfItsLastUser()
    {
        using var database = new TestDatabase();
        using (var connection = database.Source.OpenForWriting())
        {
            Pragma(connection, "synchronous = OFF");
            Pragma(connection, "foreign_keys = OFF");
        }

        using var again = database.Source.OpenForWriting();
        Assert.Equal((1L, 1L), (Pragma(again, "synchronous"), Pragma(again, "foreign_keys")));
    }

    /// <summary>A pooled connection would go on writing into a file that nobody finds again.</summary>
    [Fact]
    public async Task File_ThatIsRemovedOrReplaced_IsADatabaseThatIsAway_UntilItIsBack()
    {
        using var database = new TestDatabase();
        var (source, path) = (database.Source, database.Source.FilePath);
        source.OpenForWriting().Dispose(); // One for the pool.
        var elsewhere = path + ".elsewhere";

        File.Move(path, elsewhere);
        AssertAway();
        Assert.False(File.Exists(path)); // None was made in its place.
        File.Copy(elsewhere, path);
        AssertAway();

        File.Move(elsewhere, path, overwrite: true);
        source.OpenForWriting().Dispose();
        await using var orleans = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        Assert.Equal("wal", Pragma(orleans, "journal_mode"));

        void AssertAway()
        {
            foreach (var open in new Action[] { () => source.OpenForWriting(), () => source.OpenForReading(), () => source.OpenConnection() })
            {
                var failure = Assert.Throws<SqliteException>(open);
                Assert.Contains(path, failure.Message, StringComparison.Ordinal);
                Assert.True(DatabaseTrouble.IsAway(failure));
            }
        }
    }

    [Fact]
    public void ReadingConnection_RefusesToWrite_AndTheNextWriterMay()
    {
        using var database = new TestDatabase();
        using (var reading = database.Source.OpenForReading())
        {
            using var insert = reading.CreateCommand();
            insert.CommandText = "INSERT INTO OrleansQuery VALUES ('a', 'b')";
            Assert.Equal(8, Assert.Throws<SqliteException>(() => insert.ExecuteNonQuery()).SqliteErrorCode);
        }

        Assert.Empty(database.Sql("INSERT INTO OrleansQuery VALUES ('a', 'b')"));
    }

    [Fact]
    public void Dispose_LeavesTheDatabaseFileAlone_WithoutJournal()
    {
        using var directory = new TempDirectory();
        using (var source = new SqliteDataSource(directory.File("video.db"), SqliteSynchronous.Full))
        {
            source.Prepare();
            source.OpenForWriting().Dispose();
            Assert.True(File.Exists(directory.File("video.db-wal")));
        }

        Assert.Equal([directory.File("video.db")], Directory.GetFiles(directory.Path));
    }

    [Fact]
    public void Prepare_MakesFilesForTheOwnerAlone()
    {
        if (OperatingSystem.IsWindows()) return; // It has no such permissions.
        using var database = new TestDatabase();
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(database.Source.FilePath + suffix));
        }
    }

    private static object? Pragma(DbConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        return command.ExecuteScalar();
    }
}
