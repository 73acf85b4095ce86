using OrleansVideo.Accounts;
using OrleansVideo.Storage;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Administration.Storage;

/// <summary>Files and records, for admins: what is wrong between them, and what is done about it.</summary>
internal static class StorageRoutes
{
    /// <summary>Maps <c>/admin/storage</c>.</summary>
    public static void MapStorageAdministration(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/admin/storage").WithTags("Administration").RequireAuthorization(AccountsSetup.AdminsOnly)
            .LimitRate(RateLimitKind.Administration);
        routes.MapGet("", ShowAsync).WithSummary("How the comparison of files and records stands")
            .Produces<StorageJson>().ProducesProblems(401, 403);
        routes.MapPost("/scans", ScanAsync).WithSummary("Compare files and records now; a dry run moves nothing")
            .Produces(StatusCodes.Status202Accepted).ProducesProblems(400, 401, 403, 409);
        routes.MapGet("/findings", ListAsync).WithSummary("What is wrong between files and records, the newest first; ?state= for one state alone")
            .Produces<PageJson<FindingJson>>().ProducesProblems(400, 401, 403);
        routes.MapPost("/findings/{id:canonical}/quarantine", QuarantineAsync).WithSummary("Move a finding's file into quarantine")
            .Produces<FindingJson>(StatusCodes.Status202Accepted).ProducesProblems(401, 403, 404, 409);
        routes.MapPost("/findings/{id:canonical}/restore", RestoreAsync).WithSummary("Bring a finding's file back from quarantine")
            .Produces<FindingJson>(StatusCodes.Status202Accepted).ProducesProblems(401, 403, 404, 409);
    }

    private static async Task<IResult> ShowAsync(IGrainFactory grains, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(StorageJson.From(await Reconciler(grains).GetState()));
    }

    private static async Task<IResult> ScanAsync(ScanJson body, StorageCommands commands, HttpContext context)
    {
        if (context.GetCaller() is not { } admin) return RefusalCode.SignInRequired.ToProblem();
        if (body.DryRun is not { } dryRun) return RefusalCode.MalformedJson.ToProblem();
        return (await commands.Scan(dryRun, admin)).Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Accepted(ApiSetup.Root + "/admin/storage");
    }

    private static async Task<IResult> ListAsync(string? state, [AsParameters] PageQuery query, IGrainFactory grains, HttpContext context)
    {
        if (!query.Read().TryGet(out var page, out var refusal)) return refusal.ToProblem();
        var wanted = EnumWords.Parse<FindingState>(state);
        if (state is not null && wanted is null) return RefusalCode.QueryInvalid.ToProblem();
        context.Response.Headers.CacheControl = "no-store";
        return (await Reconciler(grains).ListFindings(wanted, page, context.RequestAborted))
            .ToHttp(findings => TypedResults.Ok(findings.ToJson(FindingJson.From)));
    }

    private static Task<IResult> QuarantineAsync(Guid id, StorageCommands commands, HttpContext context) =>
        MoveAsync(context, admin => commands.Quarantine(id, admin));

    private static Task<IResult> RestoreAsync(Guid id, StorageCommands commands, HttpContext context) =>
        MoveAsync(context, admin => commands.Restore(id, admin));

    private static async Task<IResult> MoveAsync(HttpContext context, Func<Caller, Task<Result<StorageFinding>>> move) =>
        context.GetCaller() is { } admin
            ? (await move(admin)).ToHttp(finding => TypedResults.Accepted((string?)null, FindingJson.From(finding)))
            : RefusalCode.SignInRequired.ToProblem();

    private static IStorageReconcilerGrain Reconciler(IGrainFactory grains) =>
        grains.GetGrain<IStorageReconcilerGrain>(IStorageReconcilerGrain.Key);
}
