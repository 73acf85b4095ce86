using Microsoft.AspNetCore.Authorization;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.WebFrontend.Network;

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
