using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Orleans.Metadata;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Storage;
using OrleansVideo.Streaming;

namespace OrleansVideo.Grains;

/// <summary>
/// Which keys each kind of grain has, as the key is stored. A second limiter under another key would depose the first, and a second reconciler do
/// its work twice; anybody who may call a grain, the dashboard among them, can name any key. Stateless workers hold nothing, and have any.
/// </summary>
public static class GrainKeys
{
    /// <summary>By grain type.</summary>
    private static readonly FrozenDictionary<string, Func<string, bool>> Rules = new Dictionary<string, Func<string, bool>>
    {
        ["video"] = IsGuid,
        ["upload"] = IsGuid,
        ["comment-thread"] = IsGuid,
        ["user"] = UserName.IsGrainKey,
        ["stream-limiter"] = key => key == IStreamLimiterGrain.Key,
        ["deletion-shard"] = DeletionShardKey.IsKey,
        ["catalog-reconciler"] = key => key == ICatalogReconcilerGrain.Key,
        ["storage-reconciler"] = key => key == IStorageReconcilerGrain.Key,
    }.ToFrozenDictionary();

    /// <summary>Whether there is a rule for this type: there must be one for every grain that is no stateless worker.</summary>
    public static bool HasRule(string grainType) => Rules.ContainsKey(grainType);

    /// <summary>Whether the type has a grain of this key; true for types without a rule.</summary>
    public static bool IsKey(string grainType, string key) => !Rules.TryGetValue(grainType, out var rule) || rule(key);

    /// <summary>As Orleans stores it: 32 small hexadecimal digits and no extension.</summary>
    private static bool IsGuid(string key) => Guid.TryParseExact(key, "N", out var id) && id.ToString("N") == key;
}

/// <summary>
/// Has no grain activated under a key that its type does not have: the activation fails before it reads its state or anything else, so that nothing is
/// touched and nothing stays.
/// </summary>
internal sealed class GrainKeyGuard : IConfigureGrainContextProvider, IConfigureGrainContext
{
    /// <inheritdoc/>
    public bool TryGetConfigurator(GrainType grainType, GrainProperties properties, [NotNullWhen(true)] out IConfigureGrainContext? configurator)
    {
        configurator = GrainKeys.HasRule(grainType.ToString()!) ? this : null;
        return configurator is not null;
    }

    /// <inheritdoc/>
    public void Configure(IGrainContext context)
    {
        var id = context.GrainId;
        if (GrainKeys.IsKey(id.Type.ToString()!, id.Key.ToString()!)) return;
        context.ObservableLifecycle.Subscribe(
            nameof(GrainKeyGuard), GrainLifecycleStage.First, _ => throw new ArgumentException($"There is no grain of the type {id.Type} with the key {id.Key}."));
    }
}
