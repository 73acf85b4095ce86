using Microsoft.Extensions.Options;
using OrleansVideo.Deletion;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// How much a silo does for deletions at once, all its shards together: a hundred thousand of them that are due leave the
/// database to those who wait for an answer. Waiting for a disk is not counted, so one that hangs holds up nobody.
/// </summary>
internal sealed class DeletionPace(IOptions<DeletionOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _room = new(options.Value.StepsAtOnce);

    /// <summary>Does it when there is room.</summary>
    public async Task<T> Keep<T>(Func<Task<T>> work)
    {
        await _room.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            _room.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();
}
