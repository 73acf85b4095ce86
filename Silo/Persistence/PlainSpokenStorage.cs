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

/// <summary>Puts <see cref="PlainSpokenStorage"/> around the storage that was registered before.</summary>
internal static class PlainSpokenStorageExtensions
{
    /// <summary>Wraps the storage of this name. Registered once more, it is still wrapped once.</summary>
    /// <param name="silo">The silo, its storage registered.</param>
    /// <param name="name">The name of the storage provider.</param>
    /// <returns>The same builder.</returns>
    public static ISiloBuilder SpeakPlainly(this ISiloBuilder silo, string name)
    {
        var inner = silo.Services.LastOrDefault(service => service.ServiceType == typeof(IGrainStorage) && Equals(service.ServiceKey, name))
            ?? throw new InvalidOperationException($"There is no grain storage '{name}' yet.");
        if (inner.KeyedImplementationFactory is not { } create) return silo;
        silo.Services.Remove(inner);
        silo.Services.AddKeyedSingleton<IGrainStorage>(name, (provider, key) => new PlainSpokenStorage(
            (IGrainStorage)create(provider, key), provider.GetRequiredService<ILogger<PlainSpokenStorage>>()));
        return silo;
    }
}
