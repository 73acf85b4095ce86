using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using OrleansVideo.Deletion;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Videos;

namespace OrleansVideo.WebFrontend.Administration.Deletion;

/// <summary>The ledger of deletions, for admins: what waits, runs, failed and is done, and what they can do about it.</summary>
internal static class DeletionAdminRoutes
{
    /// <summary>Maps <c>/admin/deletions</c> and <c>/admin/deletions.csv</c>.</summary>
    public static void MapDeletionAdministration(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/admin").WithTags("Administration").RequireAuthorization(AccountsSetup.AdminsOnly)
            .LimitRate(RateLimitKind.Administration);
        routes.AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return await next(context);
        });

        routes.MapGet("/deletions", ListAsync).WithSummary("The ledger of deletions, the newest first, by ?state= or ?videoId=")
            .Produces<PageJson<DeletionRecordJson>>().ProducesProblems(400, 401, 403);
        routes.MapGet("/deletions.csv", DeletionExport.OpenAsync).WithSummary("The whole ledger as a table (RFC 4180), the newest first")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv").ProducesProblems(401, 403);
        routes.MapPost("/deletions/replay", ReplayAsync).WithSummary("Try all dead letters again")
            .Produces<ReplayedJson>(StatusCodes.Status202Accepted).ProducesProblems(401, 403);
        routes.MapPost("/deletions/{videoId:canonical}/hold", HoldAsync)
            .WithSummary("Keep a video's files, whatever the deadline of its deletion; its owner can neither undo nor hasten that")
            .Produces<DeletionRecordJson>(StatusCodes.Status202Accepted).ProducesProblems(400, 401, 403, 404, 409);
        routes.MapCommand(DeletionCommand.Release, "Let a held deletion go on");
        routes.MapCommand(DeletionCommand.Cancel, "Undo a deletion, as long as no file is gone");
        routes.MapCommand(DeletionCommand.Retry, "Try a deletion that failed now, a dead letter with all its attempts again");
    }

    private static void MapCommand(this IEndpointRouteBuilder routes, DeletionCommand command, string summary) =>
        routes.MapPost($"/deletions/{{videoId:canonical}}/{command.Word()}", (
                Guid videoId, DeletionCommands commands, HttpContext context) => DoAsync(command, videoId, commands, context))
            .WithSummary(summary)
            .Produces<DeletionRecordJson>(StatusCodes.Status202Accepted).ProducesProblems(401, 403, 404, 409);

    private static async Task<IResult> ListAsync(
        [AsParameters] DeletionFilter filter, [AsParameters] PageQuery query, IGrainFactory grains, HttpContext context)
    {
        if (!query.Read().TryGet(out var page, out var refusal)) return refusal.ToProblem();
        if (!filter.Read(page).TryGet(out var wanted, out refusal)) return refusal.ToProblem();
        return (await grains.GetGrain<IDeletionLedgerGrain>(0).List(wanted, context.RequestAborted))
            .ToHttp(listed => TypedResults.Ok(listed.ToJson(DeletionRecordJson.From)));
    }

    private static Task<IResult> HoldAsync(
        Guid videoId, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] ReasonJson? body, DeletionCommands commands, HttpContext context) =>
        DoAsync(DeletionCommand.Hold, videoId, commands, context, body?.Reason);

    private static async Task<IResult> DoAsync(
        DeletionCommand command, Guid videoId, DeletionCommands commands, HttpContext context, string? reason = null) =>
        context.GetCaller() is { } admin
            ? (await commands.Do(command, videoId, admin, reason))
                .ToHttp(record => TypedResults.Json(DeletionRecordJson.From(record), statusCode: StatusCodes.Status202Accepted))
            : RefusalCode.SignInRequired.ToProblem();

    private static async Task<IResult> ReplayAsync(DeletionCommands commands, HttpContext context) =>
        context.GetCaller() is { } admin
            ? TypedResults.Json(new ReplayedJson(await commands.ReplayAll(admin)), statusCode: StatusCodes.Status202Accepted)
            : RefusalCode.SignInRequired.ToProblem();
}
