using Orleans.Concurrency;

namespace OrleansVideo.Tests.Architecture.Violations;

/// <summary>Breaks every rule for grains, to show that the rules see it; never activated.</summary>
internal sealed class CarelessGrain([PersistentState("careless")] IPersistentState<string> state) : IGrainBase
{
    public IGrainContext GrainContext => throw new NotSupportedException(state.Etag);

    [StatelessWorker]
    internal sealed class Worker : IGrainBase
    {
        public IGrainContext GrainContext => throw new NotSupportedException();
    }

    internal sealed class Twin([PersistentState("careless")] IPersistentState<string> state) : IGrainBase
    {
        public IGrainContext GrainContext => throw new NotSupportedException(state.Etag);
    }
}
