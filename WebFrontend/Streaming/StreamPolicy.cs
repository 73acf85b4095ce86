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
internal sealed class StreamPolicy(Playbacks playbacks, StreamingMetrics metrics, TimeProvider clock) : IRateLimiterPolicy<PlaybackKey>
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
            ? RateLimitPartition.Get<PlaybackKey>(playback, key => new PlaybackLimiter(playbacks, key, plan.Address, clock))
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
