using System.Globalization;

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
