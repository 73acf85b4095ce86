using OrleansVideo.Media.Store;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.DataDirectory;

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
