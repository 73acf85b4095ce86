using Orleans.Runtime.Placement;

namespace OrleansVideo.Grains.Deletion;

/// <summary>Chooses the silo of a new activation.</summary>
internal sealed class SpreadPlacementDirector : IPlacementDirector
{
    /// <inheritdoc/>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) =>
        Task.FromResult(SpreadPlacement.Choose(target.GrainIdentity.Key.ToString()!, context.GetCompatibleSilos(target)));
}
