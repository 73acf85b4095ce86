using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.WebFrontend.Network;

/// <summary>
/// Counts, by network address, the ids that were asked for and are not there: whoever makes ids up is refused before a grain is
/// asked, as each is an activation. Different ids are counted, so that asking again for one video that has gone harms nobody. Who asks
/// at once is counted when the answers are known, so as many requests as are under way may exceed the limit.
/// </summary>
/// <param name="options">How many are allowed.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">The log.</param>
public sealed partial class UnknownIdLimiter(IOptions<NetworkOptions> options, TimeProvider clock, ILogger<UnknownIdLimiter> logger)
{
    /// <summary>The time in which unknown ids are counted; it begins with the first.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Addresses that are counted at once; beyond it those with the fewest ids are forgotten first.</summary>
    public const int MaxAddresses = 10_000;

    private readonly BoundedTable<IPAddress, Misses> _misses = new(MaxAddresses, clock);
    private readonly Lock _lock = new();

    /// <summary>How many addresses are counted now.</summary>
    public int Addresses
    {
        get
        {
            lock (_lock) return _misses.Count;
        }
    }

    /// <summary>The refusal of a request by id.</summary>
    /// <param name="wait">For how long such requests are refused.</param>
    public static Refusal RefusalOf(TimeSpan wait) =>
        new Refusal(RefusalCode.RateLimited, "Your network address asked for too many videos that are not here.", wait);

    /// <summary>For how long requests by id from this address are refused; null when they are not.</summary>
    /// <param name="address">The caller's address; null when there is none, as over a Unix socket.</param>
    public TimeSpan? RefusedFor(IPAddress? address)
    {
        var limit = options.Value.MaxUnknownIdsPerMinute;
        if (limit == 0) return null;
        lock (_lock)
        {
            return _misses.TryGet(NetworkPrefix.Of(address), out var misses) && misses.Ids.Count >= limit ? Left(misses) : null;
        }
    }

    /// <summary>An id was asked for, and is not there.</summary>
    /// <param name="address">The caller's address.</param>
    /// <param name="id">The id, as the caller wrote it.</param>
    public void Add(IPAddress? address, string id)
    {
        var limit = options.Value.MaxUnknownIdsPerMinute;
        if (limit == 0) return;
        var network = NetworkPrefix.Of(address);
        lock (_lock)
        {
            if (!_misses.TryGet(network, out var misses)) misses = new Misses(clock.GetTimestamp(), []);

            // Hashes differ from process to process, so nobody can choose ids that count as one.
            if (misses.Ids.Count >= limit || !misses.Ids.Add(id.GetHashCode(StringComparison.Ordinal))) return;
            var left = Left(misses);
            _misses.Set(network, misses, misses.Ids.Count, left);
            if (misses.Ids.Count == limit) LogLimited(limit, left);
        }
    }

    private TimeSpan Left(Misses misses) => Window - clock.GetElapsedTime(misses.Since);

    // Without the address: logs have nobody's. The proxy's access log knows it.
    [LoggerMessage(EventId = 3062, Level = LogLevel.Information, Message =
        "An address asked for {Limit} ids that are not there; its requests by id are refused for {Left}")]
    private partial void LogLimited(int limit, TimeSpan left);

    private readonly record struct Misses(long Since, HashSet<int> Ids);
}

/// <summary>
/// Refuses requests for whatever has an id in its route, from an address that made up too many of them, before anything is asked for
/// it; and counts the ids that turn out not to be there: 404, unless the endpoint says that the id itself is known. What is forwarded
/// to the streaming tier is that tier's to limit. A playback that is on here goes on: its video is known, and whoever shares its
/// address is not to be cut off.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="limiter">The count.</param>
/// <param name="playbacks">What is played here.</param>
internal sealed class UnknownIdLimit(RequestDelegate next, UnknownIdLimiter limiter, Playbacks playbacks)
{
    /// <summary>The route parameter by which everything is found that a stranger can name.</summary>
    private const string Parameter = "id";

    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (IdOf(context) is not { } id)
        {
            await next(context);
            return;
        }

        if (limiter.RefusedFor(context.Connection.RemoteIpAddress) is { } wait && !IsPlaying(context, id))
        {
            var refusal = UnknownIdLimiter.RefusalOf(wait);
            if (context.GetEndpoint()!.Metadata.GetMetadata<ShowsRateLimitAttribute>() is null)
            {
                await refusal.ToProblem().ExecuteAsync(context);
                return;
            }

            context.Features.Set(refusal);
        }

        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status404NotFound && context.Features.Get<KnownId>() is null)
            limiter.Add(context.Connection.RemoteIpAddress, id);
    }

    private static string? IdOf(HttpContext context) =>
        context.GetEndpoint() is { } endpoint
        && context.Request.RouteValues.TryGetValue(Parameter, out var value)
        && !endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(rule => rule.Policy == AccountsSetup.AdminsOnly)
            ? value?.ToString()
            : null;

    private bool IsPlaying(HttpContext context, string id) =>
        CanonicalIdConstraint.IsCanonical(id) && playbacks.IsOn(context.PlaybackOf(Guid.Parse(id)));
}

/// <summary>On a page that shows the refusal itself: it is among the request's features, a <see cref="Refusal"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ShowsRateLimitAttribute : Attribute;

/// <summary>A feature of a request whose id is known, whatever it is answered with.</summary>
internal sealed class KnownId
{
    /// <summary>The one value.</summary>
    public static KnownId Instance { get; } = new();
}

/// <summary>Limiting unknown ids.</summary>
internal static class UnknownIdLimitExtensions
{
    /// <summary>Limits them; it belongs behind authorization, and before everything that asks a grain.</summary>
    public static void UseUnknownIdLimit(this IApplicationBuilder app) => app.UseMiddleware<UnknownIdLimit>();

    /// <summary>Says that the caller may know of what the id names, so that a 404 is about something else.</summary>
    public static void IdIsKnown(this HttpContext context) => context.Features.Set(KnownId.Instance);
}
