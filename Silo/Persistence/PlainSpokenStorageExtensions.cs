using Orleans.Storage;

namespace OrleansVideo.Silo.Persistence;

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
