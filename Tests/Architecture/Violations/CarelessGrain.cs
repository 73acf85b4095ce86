namespace OrleansVideo.Tests.Architecture.Violations;

/// <summary>Breaks every rule for grains, to show that the rules see it; never activated.</summary>
internal sealed class CarelessGrain([PersistentState("careless")] IPersistentState<string> state) : IGrainBase
{
    public IGrainContext GrainContext => throw new NotSupportedException(state.Etag);

    internal sealed class Twin([PersistentState("careless")] IPersistentState<string> state) : IGrainBase
    {
        public IGrainContext GrainContext => throw new NotSupportedException(state.Etag);
    }
}
