using OrleansVideo.Grains.Streaming;
using OrleansVideo.Silo.Database;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.DataDirectory;

/// <summary>Start-up step of the embedded mode: own the directory, then open its database, migrate it, and forget who played before.</summary>
/// <param name="directory">The lock, taken first: no other process may be looking at the database while it changes.</param>
/// <param name="database">The database in the directory.</param>
/// <param name="migrator">Brings the database to this program's schema.</param>
/// <param name="frontends">Frontends of the process before this one.</param>
internal sealed class DataDirectoryStartup(
    DataDirectoryLock directory, SqliteDataSource database, SqliteMigrator migrator, StreamFrontends frontends) : IStartupStep
{
    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        directory.Acquire();
        database.Prepare();
        migrator.Migrate();
        await frontends.ForgetAsync();
    }
}
