using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Administration.Streaming;

/// <summary>The stream tokens of the cluster, for admins: who holds which, how many there are, and how one is taken back.</summary>
internal static class StreamRoutes
{
    /// <summary>Maps <c>/admin/streams</c>.</summary>
    public static void MapStreamAdministration(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/admin/streams").WithTags("Administration").RequireAuthorization(AccountsSetup.AdminsOnly)
            .LimitRate(RateLimitKind.Administration);
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
        if (!query.ReadLeases().TryGet(out var page, out var refusal)) return refusal.ToProblem();
        var limiter = grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(StreamsJson.From(await limiter.GetState(), await limiter.ListLeases(page)));
    }

    private static async Task<IResult> SetCapacityAsync(CapacityJson body, StreamCommands commands, HttpContext context)
    {
        if (context.GetCaller() is not { } admin) return RefusalCode.SignInRequired.ToProblem();
        if (!body.TryRead(out var maxStreams)) return RefusalCode.CapacityInvalid.ToProblem();
        return (await commands.SetCapacity(maxStreams, admin)).ToHttp(after => TypedResults.Ok(StreamCountsJson.From(after)));
    }

    private static async Task<IResult> EvictAsync(Guid leaseId, StreamCommands commands, HttpContext context) =>
        context.GetCaller() is { } admin
            ? (await commands.Evict(leaseId, admin)).ToHttp()
            : RefusalCode.SignInRequired.ToProblem();
}
