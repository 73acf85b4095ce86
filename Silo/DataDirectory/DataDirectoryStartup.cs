using Microsoft.Data.Sqlite;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Media.Store;
using OrleansVideo.Silo.Database;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.DataDirectory;

/// <summary>
/// Start-up step of the embedded mode: own the directory, then open its database, migrate it, and forget who played before. On a full disk
/// the ballast is given up for that; when it is gone too, the site starts to serve what can be read, unless it has to be migrated.
/// </summary>
/// <param name="paths">The directory.</param>
/// <param name="directory">The lock, taken first: no other process may be looking at the database while it changes.</param>
/// <param name="ballast">What is given up on a full disk.</param>
/// <param name="database">The database in the directory.</param>
/// <param name="migrator">Brings the database to this program's schema.</param>
/// <param name="frontends">Frontends of the process before this one.</param>
/// <param name="logger">Told of a disk that is full.</param>
internal sealed partial class DataDirectoryStartup(
    DataDirectoryPaths paths,
    DataDirectoryLock directory,
    Ballast ballast,
    SqliteDataSource database,
    SqliteMigrator migrator,
    StreamFrontends frontends,
    ILogger<DataDirectoryStartup> logger) : IStartupStep
{
    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        directory.Acquire();
        var isFull = ballast.IsShort();
        database.Prepare();
        migrator.Migrate();
        try
        {
            await frontends.ForgetAsync();
        }
        catch (SqliteException exception) when (SqliteErrors.IsFull(exception))
        {
            isFull = true; // The limiter waits for them instead.
        }

        if (isFull) LogFull(paths.Root);
    }

    [LoggerMessage(EventId = 2045, Level = LogLevel.Error, Message =
        "The disk of '{Directory}' is full, and there is no ballast left to give up: what is there can be read; sign-ins, uploads, comments and deletions may fail until there is room on it")]
    private partial void LogFull(string directory);
}

/// <summary>
/// Start-up step of a cluster's processes: the shared directory is there and can be written. It has no lock: every file in it has one
/// writer by its name, and the database decides everything else.
/// </summary>
/// <param name="paths">The directory.</param>
internal sealed class SharedDataDirectoryStartup(DataDirectoryPaths paths) : IStartupStep
{
    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(paths.Root)) throw DataDirectoryErrors.IsFile(paths.Root);
        try
        {
            DataDirectoryLock.CreatePrivate(paths.Root);
            var probe = Path.Combine(paths.Root, $"probe-{Guid.NewGuid():N}");
            using (File.Create(probe, bufferSize: 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (IOException exception) when (StorageFull.Is(exception) && Directory.Exists(paths.Root))
        {
            // What is there can be read, and removed; readiness says that nothing can be written.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DataDirectoryErrors.NotWritable(paths.Root, exception);
        }

        return Task.CompletedTask;
    }
}
