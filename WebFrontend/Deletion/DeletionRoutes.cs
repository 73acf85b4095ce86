using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using OrleansVideo.Deletion;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Streaming;
using OrleansVideo.WebFrontend.Videos;

namespace OrleansVideo.WebFrontend.Deletion;

/// <summary>
/// Deletion and its undoing. Each goes to the shard of the ledger that the video belongs to, and is answered when the
/// ledger has it.
/// </summary>
internal static class DeletionRoutes
{
    /// <summary>Maps DELETE <c>/videos/{id}</c> and <c>/videos/{id}/restore</c>.</summary>
    public static void MapDeletion(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/videos/{id:canonical}").WithTags("Deletion").RequireAuthorization().LimitRate(RateLimitKind.Deletions);
        routes.MapDelete("", AskDeleteAsync).WithSummary("Delete: into the trash, or for good; repeating never postpones; an admin's has a reason for the owner")
            .Produces<DeletionJson>(StatusCodes.Status202Accepted).ProducesProblems(400, 401, 403, 404, 409, 429);
        routes.MapPost("/restore", RestoreAsync).WithSummary("Undo a deletion; its owner undoes his own alone")
            .Produces<VideoJson>().ProducesProblems(401, 403, 404, 409, 429);
    }

    /// <summary>Maps POST <c>/video-delete-record/{id}</c>: deletion for good, under its old name; never by GET (W7).</summary>
    public static void MapDeleteRecord(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/video-delete-record/{id:canonical}", DeleteForGoodAsync)
            .RequireAuthorization().LimitRate(RateLimitKind.Deletions).WithTags("Deletion").WithSummary("Delete for good")
            .Produces<DeletionJson>(StatusCodes.Status202Accepted).ProducesProblems(401, 403, 404, 409, 429);

    private static async Task<IResult> AskDeleteAsync(
        Guid id, string? permanent, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] ReasonJson? body,
        DeletionShards shards, HttpContext context) => permanent switch
        {
            null or "false" => await DeleteAsync(id, false, body?.Reason, shards, context),
            "true" => await DeleteAsync(id, true, body?.Reason, shards, context),
            _ => RefusalCode.QueryInvalid.ToProblem(),
        };

    private static Task<IResult> DeleteForGoodAsync(Guid id, DeletionShards shards, HttpContext context) =>
        DeleteAsync(id, true, reason: null, shards, context);

    private static async Task<IResult> RestoreAsync(Guid id, DeletionShards shards, CountedViews views, HttpContext context)
    {
        if (context.GetCaller() is not { } caller) return RefusalCode.SignInRequired.ToProblem();
        var restored = await shards.ForVideo(id).Restore(id, caller);
        return restored.TryGet(out var video, out var refusal) ? TypedResults.Ok(VideoJson.For(await views.AddTo(video), caller)) : refusal.ToProblem();
    }

    private static async Task<IResult> DeleteAsync(
        Guid id, bool permanent, string? reason, DeletionShards shards, HttpContext context) =>
        context.GetCaller() is { } caller
            ? (await shards.ForVideo(id).Remove(id, caller, permanent, reason))
                .ToHttp(receipt => TypedResults.Json(DeletionJson.From(receipt), statusCode: StatusCodes.Status202Accepted))
            : RefusalCode.SignInRequired.ToProblem();
}

/// <summary>The answer to a deletion.</summary>
/// <param name="State">The video's state now.</param>
/// <param name="DeleteAfter">When its files go; null once they are gone.</param>
public sealed record DeletionJson(string State, DateTime? DeleteAfter)
{
    /// <summary>The receipt in the shape of the API.</summary>
    public static DeletionJson From(DeletionReceipt receipt) =>
        new(VideoWords.Of(receipt.Status), receipt.DeleteAfter?.UtcDateTime);
}
