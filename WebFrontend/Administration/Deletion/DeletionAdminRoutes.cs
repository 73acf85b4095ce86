using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using OrleansVideo.Catalog;
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

/// <summary>Which deletions the query asks for, as text: <c>?state=</c> and <c>?videoId=</c>.</summary>
/// <param name="State">Only those in this state; all when it is not there.</param>
/// <param name="VideoId">Only those of this video; all when it is not there.</param>
internal sealed record DeletionFilter(string? State, string? VideoId)
{
    /// <summary>The query for the ledger, or <see cref="RefusalCode.QueryInvalid"/> when one of the two is none.</summary>
    public Result<DeletionQuery> Read(PageRequest page)
    {
        DeletionState? wanted = null;
        if (State is not null)
        {
            wanted = EnumWords.Parse<DeletionState>(State);
            if (wanted is null) return RefusalCode.QueryInvalid;
        }

        if (VideoId is not null && !CanonicalIdConstraint.IsCanonical(VideoId)) return RefusalCode.QueryInvalid;
        return new DeletionQuery(wanted, VideoId is null ? null : Guid.Parse(VideoId), page);
    }
}

/// <summary>One deletion as the ledger has it.</summary>
/// <param name="VideoId">The video.</param>
/// <param name="Owner">User name of the video's owner when the deletion was asked for.</param>
/// <param name="State">One of <c>waiting</c>, <c>running</c>, <c>done</c>, <c>deadLetter</c>, <c>held</c>, <c>cancelled</c>.</param>
/// <param name="RequestedBy">Who asked for it: a user name, or <c>expiry</c> for an upload that was given up.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="DueAt">When its files go, or were to go.</param>
/// <param name="Attempts">Attempts of its present step, the running one included.</param>
/// <param name="NextAttemptAt">When the step is tried next; null when it is closed, given up, or held.</param>
/// <param name="LastError">Why the last attempt failed, in words; null when none has.</param>
/// <param name="Silo">The silo that made the last attempt; null before the first.</param>
/// <param name="BytesFreed">Bytes freed so far.</param>
/// <param name="FinishedAt">When it was done, or undone; null before.</param>
/// <param name="DurationSeconds">From the start of the files' removal to the end; null unless there were both.</param>
/// <param name="RemovedBy">Whose act it is: <c>owner</c> or <c>admin</c>.</param>
/// <param name="RemovedByName">User name of that admin; null when it is the owner's.</param>
/// <param name="Reason">What the owner was told of it.</param>
/// <param name="HoldReason">What the owner was told of the hold.</param>
internal sealed record DeletionRecordJson(
    Guid VideoId, string Owner, string State, string RequestedBy, DateTime RequestedAt, DateTime DueAt, long Attempts,
    DateTime? NextAttemptAt, string? LastError, string? Silo, long BytesFreed, DateTime? FinishedAt, double? DurationSeconds,
    string RemovedBy = "owner", string? RemovedByName = null, string? Reason = null, string? HoldReason = null)
{
    /// <summary>The ledger's word in the shape of the API.</summary>
    public static DeletionRecordJson From(DeletionRecord record) => new(
        record.VideoId, record.Owner, record.State.Word(), record.RequestedBy,
        record.RequestedAt.UtcDateTime, record.DueAt.UtcDateTime, record.Attempts, record.NextAttemptAt?.UtcDateTime,
        record.LastError, record.Silo, record.BytesFreed, record.FinishedAt?.UtcDateTime,
        (record.FinishedAt - record.StartedAt)?.TotalSeconds,
        record.RemovedBy.Word(), record.RemovedByName, record.Reason, record.HoldReason);
}

/// <summary>The answer to a replay of all dead letters.</summary>
/// <param name="Replayed">How many there were.</param>
internal sealed record ReplayedJson(int Replayed);
