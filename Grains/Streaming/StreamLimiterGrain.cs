using Microsoft.Extensions.Options;
using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>The shell of <see cref="PermitLedger"/>: one activation for the cluster, on its own monotonic clock.</summary>
[GrainType("stream-limiter")]
internal sealed partial class StreamLimiterGrain(IOptions<StreamingOptions> options, TimeProvider clock) : Grain, IStreamLimiterGrain
{
    private readonly PermitLedger _ledger = new(PermitLimits.From(options.Value));
    private readonly long _start = clock.GetTimestamp();

    private TimeSpan Now => clock.GetElapsedTime(_start);

    public Task<Result<StreamLease>> Acquire(AcquireStream request) => Task.FromResult(_ledger.Acquire(request, Now));

    public Task<IReadOnlyList<Guid>> Renew(Guid frontend, IReadOnlyList<Guid> leases) =>
        Task.FromResult(_ledger.Renew(frontend, leases, Now));

    public Task Release(Guid frontend, Guid lease)
    {
        _ledger.Release(frontend, lease);
        return Task.CompletedTask;
    }

    public Task RevokeVideo(Guid videoId)
    {
        _ledger.RevokeVideo(videoId);
        return Task.CompletedTask;
    }

    public Task<StreamLimiterView> GetState() => Task.FromResult(new StreamLimiterView
    {
        Capacity = _ledger.Capacity,
        Held = _ledger.Held,
        Frontends = _ledger.Frontends,
        Granted = _ledger.Granted,
        Refused = _ledger.Refused,
        Expired = _ledger.Expired,
    });
}
