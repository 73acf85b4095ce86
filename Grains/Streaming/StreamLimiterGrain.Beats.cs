using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>The shell of what watch pages say.</summary>
internal sealed partial class StreamLimiterGrain
{
    public Task<StreamLease?> Join(AcquireStream request)
    {
        MakeSure();
        return Task.FromResult(_ledger.Join(request, Now));
    }

    public Task Leave(PlaybackKey playback)
    {
        _ledger.Leave(playback);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Guid>> Departed(IReadOnlyList<Guid> leases) => Task.FromResult(_ledger.Departed(leases));
}
