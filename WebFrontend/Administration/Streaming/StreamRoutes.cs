using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.WebFrontend.Administration.Streaming;

/// <summary>The stream tokens of the cluster, for admins: who holds which, how many there are, and how one is taken back.</summary>
internal static class StreamRoutes
{
    /// <summary>Maps <c>/admin/streams</c>.</summary>
    public static void MapStreamAdministration(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/admin/streams").WithTags("Administration").RequireAuthorization(AccountsSetup.AdminsOnly);
        routes.MapGet("", ListAsync).WithSummary("The stream tokens: how many there are, and who holds which")
            .Produces<StreamsJson>().ProducesProblems(400, 401, 403);
        routes.MapPut("/capacity", SetCapacityAsync)
            .WithSummary("Change how many stream tokens there are: 0 lets nobody in and cuts nobody, null goes back to the option")
            .Produces<StreamCountsJson>().ProducesProblems(400, 401, 403);
        routes.MapDelete("/{leaseId:canonical}", EvictAsync).WithSummary("Take a stream token back: its streams end within a second")
            .Produces(StatusCodes.Status204NoContent).ProducesProblems(401, 403, 404);
    }

    private static async Task<IResult> ListAsync([AsParameters] PageQuery query, IGrainFactory grains, HttpContext context)
    {
        if (!query.Read().TryGet(out var page, out var refusal)) return refusal.ToProblem();
        if (page.Cursor is not null && !CanonicalIdConstraint.IsCanonical(page.Cursor)) return RefusalCode.QueryInvalid.ToProblem();
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(StreamsJson.From(await Limiter(grains).GetState(), await Limiter(grains).ListLeases(page)));
    }

    private static async Task<IResult> SetCapacityAsync(
        CapacityJson body, IGrainFactory grains, AdminAudit admins, StreamAudit audit, HttpContext context)
    {
        if (context.GetCaller() is not { } admin) return RefusalCode.SignInRequired.ToProblem();
        if (!body.TryRead(out var maxStreams)) return RefusalCode.CapacityInvalid.ToProblem();
        var before = await Limiter(grains).GetState();
        var wish = maxStreams is null ? "go back to the option's number of stream tokens" : $"have {maxStreams} stream tokens";
        var after = await admins.Tried(admin, wish, () => Limiter(grains).SetCapacity(maxStreams));
        audit.CapacityChanged(admin, before.Capacity, after.Capacity, isOption: maxStreams is null);
        return TypedResults.Ok(StreamCountsJson.From(after));
    }

    private static async Task<IResult> EvictAsync(
        Guid leaseId, IGrainFactory grains, PlaybackHeartbeat heartbeat, AdminAudit admins, StreamAudit audit, HttpContext context)
    {
        if (context.GetCaller() is not { } admin) return RefusalCode.SignInRequired.ToProblem();
        if (!await admins.Tried(admin, $"take back the stream token {leaseId}", () => Limiter(grains).Evict(leaseId))) return RefusalCode.NotFound.ToProblem();
        audit.Evicted(admin, leaseId);
        await heartbeat.BeatNow(); // What is served here ends now; other frontends learn of it by their own next heartbeat.
        return TypedResults.NoContent();
    }

    private static IStreamLimiterGrain Limiter(IGrainFactory grains) => grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);
}
