using System.Threading.RateLimiting;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>As many requests at once as a rule allows; a refusal names the rule.</summary>
/// <param name="atOnce">The number.</param>
/// <param name="rule">The rule.</param>
internal sealed class RuleLimiter(int atOnce, RefusalCode rule) : RateLimiter
{
    private readonly ConcurrencyLimiter _inner = new(new ConcurrencyLimiterOptions { PermitLimit = atOnce, QueueLimit = 0 });

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration => _inner.IdleDuration;

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics() => _inner.GetStatistics();

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => Name(_inner.AttemptAcquire(permitCount));

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        Name(await _inner.AcquireAsync(permitCount, cancellationToken));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    private StreamRateLease Name(RateLimitLease lease)
    {
        if (lease.IsAcquired) return new StreamRateLease(lease);
        lease.Dispose();
        return new StreamRateLease(null, rule);
    }
}
