using OrleansVideo.Catalog;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Administration.Deletion;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Administration.DueWork;

/// <summary>Due work beside the deletion ledger that was given up, for admins: what it is and why, and having it tried again.</summary>
internal static class DueWorkRoutes
{
    /// <summary>Maps <c>/admin/due-work</c>.</summary>
    public static void MapDueWorkAdministration(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/admin/due-work").WithTags("Administration").RequireAuthorization(AccountsSetup.AdminsOnly)
            .LimitRate(RateLimitKind.Administration);
        routes.MapGet("", ListAsync).WithSummary("Due work that was given up, the hundred newest")
            .Produces<IReadOnlyList<DeadWorkJson>>().ProducesProblems(401, 403);
        routes.MapPost("/replay", ReplayAsync).WithSummary("Try all due work that was given up again")
            .Produces<ReplayedJson>(StatusCodes.Status202Accepted).ProducesProblems(401, 403);
    }

    private static async Task<IResult> ListAsync(IGrainFactory grains, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var work = await grains.GetGrain<ICatalogReconcilerGrain>(ICatalogReconcilerGrain.Key).ListDeadWork(
            PageRequest.MaxLimit, context.RequestAborted);
        return TypedResults.Ok(work.Select(DeadWorkJson.From).ToArray());
    }

    private static async Task<IResult> ReplayAsync(DueWorkCommands commands, HttpContext context) =>
        context.GetCaller() is { } admin
            ? TypedResults.Json(new ReplayedJson(await commands.Replay(admin)), statusCode: StatusCodes.Status202Accepted)
            : RefusalCode.SignInRequired.ToProblem();
}

/// <summary>Due work that was given up.</summary>
/// <param name="Kind">One of <c>intent</c>, <c>upload</c>, <c>expiry</c>, <c>tombstone</c>, <c>quarantine</c>.</param>
/// <param name="Item">What it is: a video's id, or of <c>quarantine</c> a finding's.</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="LastError">Why the last one came to nothing.</param>
/// <param name="GivenUpAt">When that was.</param>
internal sealed record DeadWorkJson(string Kind, string Item, long Attempts, string LastError, DateTime GivenUpAt)
{
    /// <summary>The item in the shape of the API.</summary>
    public static DeadWorkJson From(DeadWork work) =>
        new(work.Kind.Word(), work.Item, work.Attempts, work.LastError, work.GivenUpAt.UtcDateTime);
}
