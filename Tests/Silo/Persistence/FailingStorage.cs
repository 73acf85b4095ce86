using Orleans.Storage;

namespace OrleansVideo.Tests.Silo.Persistence;

/// <summary>Storage that keeps nothing, and fails as it is told to.</summary>
internal sealed class FailingStorage : IGrainStorage
{
    public Exception? Failure { get; set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Answer();

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Answer();

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Answer();

    private Task Answer() => Failure is { } failure ? Task.FromException(failure) : Task.CompletedTask;
}
