using Orleans.Storage;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Silo.Persistence;

/// <summary>
/// Grain storage that says in plain words when its database is away. A grain's state is read before any call filter
/// sees its call, and what that read throws goes to the caller as it is.
/// </summary>
/// <param name="inner">The storage.</param>
/// <param name="logger">The log.</param>
internal sealed partial class PlainSpokenStorage(IGrainStorage inner, ILogger<PlainSpokenStorage> logger)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Plainly(inner.ReadStateAsync(stateName, grainId, grainState), grainId);

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Plainly(inner.WriteStateAsync(stateName, grainId, grainState), grainId);

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Plainly(inner.ClearStateAsync(stateName, grainId, grainState), grainId);

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) => (inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);

    private async Task Plainly(Task work, GrainId grain)
    {
        try
        {
            await work;
        }
        catch (Exception exception) when (exception is not InconsistentStateException && DatabaseTrouble.IsAway(exception))
        {
            LogAway(grain, exception);
            throw new TimeoutException(DatabaseTrouble.Words);
        }
    }

    [LoggerMessage(EventId = 2060, Level = LogLevel.Error, Message = "The database did not answer the storage of {Grain}")]
    private partial void LogAway(GrainId grain, Exception exception);
}
