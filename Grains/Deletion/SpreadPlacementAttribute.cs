using Orleans.Placement;

namespace OrleansVideo.Grains.Deletion;

/// <summary>Places a grain's activations by <see cref="SpreadPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SpreadPlacementAttribute() : PlacementAttribute(new SpreadPlacement());
