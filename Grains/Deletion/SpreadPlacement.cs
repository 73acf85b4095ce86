using System.Globalization;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// Grains whose keys end in numbers, dealt out to the silos like cards: shard n goes to silo n modulo their number, in the
/// order of their addresses. Every silo that knows the same others chooses the same.
/// </summary>
[GenerateSerializer, Immutable]
internal sealed class SpreadPlacement : PlacementStrategy
{
    /// <summary>The silo for a shard's key.</summary>
    public static SiloAddress Choose(string key, IEnumerable<SiloAddress> silos)
    {
        // A key without a number is no shard's (GrainKeys): its activation says so, wherever it is tried.
        _ = long.TryParse(key.AsSpan(key.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var ordered = silos.Order().ToArray();
        return ordered[(int)(number % ordered.Length)];
    }
}

/// <summary>Places a grain's activations by <see cref="SpreadPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SpreadPlacementAttribute() : PlacementAttribute(new SpreadPlacement());

/// <summary>Chooses the silo of a new activation.</summary>
internal sealed class SpreadPlacementDirector : IPlacementDirector
{
    /// <inheritdoc/>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) =>
        Task.FromResult(SpreadPlacement.Choose(target.GrainIdentity.Key.ToString()!, context.GetCompatibleSilos(target)));
}
