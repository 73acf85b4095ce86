using System.Threading.RateLimiting;
using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// Lets the requests of one playback in under the playback's stream token: at once while its lease is valid, else after
/// asking the limiter of the cluster. It holds nothing itself, so whoever finds it idle may drop it.
/// </summary>
internal sealed class PlaybackLimiter(Playbacks playbacks, PlaybackKey key, string address, TimeProvider clock) : RateLimiter
{
    private long _lastUsed = clock.GetTimestamp();

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration => clock.GetElapsedTime(Interlocked.Read(ref _lastUsed));

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics() => null;

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        Interlocked.Exchange(ref _lastUsed, clock.GetTimestamp());
        return new StreamRateLease(playbacks.TryOpen(key));
    }

    /// <inheritdoc/>
    /// <exception cref="TimeoutException">The limiter of the cluster did not say in time.</exception>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        var opened = await playbacks.Open(key, address);
        return opened.TryGet(out var request, out var refusal) ? new StreamRateLease(request) : new StreamRateLease(null, refusal);
    }
}
