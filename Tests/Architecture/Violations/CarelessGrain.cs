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

    internal sealed class Shown([PersistentState("shown")] IPersistentState<string> state) : IGrainBase, ICarelessView
    {
        public IGrainContext GrainContext => throw new NotSupportedException(state.Etag);

        public Task<string> GetState() => Task.FromResult(state.State);

        public Task<string> Purge() => Task.FromResult(state.State);

        public Task<string> Read(int number) => Task.FromResult(state.State);

        public Task<int> Count() => Task.FromResult(0);
    }

    internal sealed class Twin([PersistentState("careless")] IPersistentState<string> state) : IGrainBase
    {
        public IGrainContext GrainContext => throw new NotSupportedException(state.Etag);
    }
}

/// <summary>What the dashboard would call of a grain: not only its state, but what answers with one.</summary>
internal interface ICarelessView
{
    Task<string> GetState();

    Task<string> Purge();

    Task<string> Read(int number);

    Task<int> Count();
}
