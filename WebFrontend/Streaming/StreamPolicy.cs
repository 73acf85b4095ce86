using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// The rate limits of video content. First, on this frontend alone and without asking anybody: as many open requests of one
/// viewer, then of one address, as the playbacks that they may have could need. Then the playback's stream token, for which
/// the whole cluster counts playbacks of viewers and addresses.
/// </summary>
internal sealed class StreamPolicy(StreamLimiterClient limiter, StreamingMetrics metrics, TimeProvider clock) : IRateLimiterPolicy<PlaybackKey>
{
    /// <summary>The policy's name.</summary>
    public const string Name = "stream";

    private static readonly PlaybackKey Free = new("", Guid.Empty);

    /// <inheritdoc/>
    public Func<OnRejectedContext, CancellationToken, ValueTask> OnRejected => Refuse;

    /// <summary>The limits that come first.</summary>
    public static PartitionedRateLimiter<HttpContext> Shields(StreamingOptions options) => PartitionedRateLimiter.CreateChained(
        Shield(plan => plan.Playback?.CountedAs, options.MaxStreamsPerViewer * (long)options.MaxRequestsPerPlayback, RefusalCode.ViewerLimit),
        Shield(plan => plan.Playback is null ? null : plan.Address, options.MaxStreamsPerAddress * (long)options.MaxRequestsPerPlayback, RefusalCode.AddressLimit));

    /// <inheritdoc/>
    public RateLimitPartition<PlaybackKey> GetPartition(HttpContext httpContext) =>
        httpContext.Features.Get<StreamPlan>() is { Playback: { } playback } plan
            ? RateLimitPartition.Get<PlaybackKey>(playback, key => new PlaybackLimiter(limiter, key, plan.Address, clock))
            : RateLimitPartition.GetNoLimiter(Free);

    /// <summary>Answers a request that was refused, by whichever limit.</summary>
    public async ValueTask Refuse(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        if (!rejected.Lease.TryGetMetadata(StreamRateLease.Rule, out var rule) || rule is null)
            throw new InvalidOperationException("A limit refused without naming its rule.");
        if (rule.Code is not RefusalCode.Gone) metrics.Refused(rule.Code);
        await rule.ToProblem().ExecuteAsync(rejected.HttpContext);
    }

    private static PartitionedRateLimiter<HttpContext> Shield(Func<StreamPlan, string?> name, long atOnce, RefusalCode rule) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => context.Features.Get<StreamPlan>() is { } plan && name(plan) is { } key
            ? RateLimitPartition.Get(key, _ => new RuleLimiter((int)Math.Min(int.MaxValue, atOnce), rule))
            : RateLimitPartition.GetNoLimiter(""));
}

/// <summary>
/// Lets the requests of one playback in under the playback's stream token: at once while its lease is valid, else after
/// asking the limiter of the cluster. It holds nothing itself, so whoever finds it idle may drop it.
/// </summary>
internal sealed class PlaybackLimiter(StreamLimiterClient limiter, PlaybackKey key, string address, TimeProvider clock) : RateLimiter
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
        return new StreamRateLease(limiter.Playbacks.TryOpen(key));
    }

    /// <inheritdoc/>
    /// <exception cref="TimeoutException">The limiter of the cluster did not say in time.</exception>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        var opened = await limiter.Open(key, address);
        return opened.TryGet(out var request, out var refusal) ? new StreamRateLease(request) : new StreamRateLease(null, refusal);
    }
}

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

/// <summary>The rate limiter's word on one request: let in, until it is disposed; or refused by a rule, or not known without asking.</summary>
internal sealed class StreamRateLease(IDisposable? entry, Refusal? refusal = null) : RateLimitLease
{
    /// <summary>The rule that refused.</summary>
    public static MetadataName<Refusal> Rule { get; } = MetadataName.Create<Refusal>("RULE");

    /// <inheritdoc/>
    public override bool IsAcquired => entry is not null;

    /// <inheritdoc/>
    public override IEnumerable<string> MetadataNames => refusal is null ? [] : [Rule.Name];

    /// <inheritdoc/>
    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = metadataName == Rule.Name ? refusal : null;
        return metadata is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) entry?.Dispose();
        base.Dispose(disposing);
    }
}
