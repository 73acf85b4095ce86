using OrleansVideo.Comments;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Comments;

/// <summary>Comments over JSON.</summary>
internal static class CommentRoutes
{
    /// <summary>Maps <c>/videos/{id}/comments</c>.</summary>
    public static void MapComments(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/videos/{id:canonical}/comments").WithTags("Comments");
        routes.MapGet("", ListAsync).WithSummary("A video's comments, newest first")
            .Produces<PageJson<CommentJson>>().ProducesProblems(400, 404, 410, 429);
        routes.MapPost("", PostAsync).RequireAuthorization().LimitRate(RateLimitKind.Comments).WithSummary("Comment on a video")
            .Produces<CommentJson>(StatusCodes.Status201Created).ProducesProblems(400, 401, 404, 409, 410, 429);
        routes.MapDelete("/{commentId:canonical}", RemoveAsync).RequireAuthorization().LimitRate(RateLimitKind.Deletions)
            .WithSummary("Remove a comment: its author, the video's owner and admins may")
            .Produces(StatusCodes.Status204NoContent).ProducesProblems(401, 403, 404, 429);
    }

    private static async Task<IResult> ListAsync(Guid id, [AsParameters] PageQuery query, IGrainFactory grains, HttpContext context) =>
        query.Read().TryGet(out var page, out var refusal)
            ? (await ThreadOf(id, grains).List(page, context.GetCaller(), context.RequestAborted))
                .ToHttp(comments => TypedResults.Ok(comments.ToJson(CommentJson.From)))
            : refusal.ToProblem();

    private static async Task<IResult> PostAsync(Guid id, NewCommentJson body, IGrainFactory grains, HttpContext context) =>
        context.GetCaller() is { } caller
            ? (await ThreadOf(id, grains).Post(body.Content ?? "", caller))
                .ToHttp(comment => TypedResults.Created((string?)null, CommentJson.From(comment)))
            : RefusalCode.SignInRequired.ToProblem();

    private static async Task<IResult> RemoveAsync(Guid id, Guid commentId, IGrainFactory grains, HttpContext context) =>
        context.GetCaller() is { } caller
            ? (await ThreadOf(id, grains).Remove(commentId, caller)).ToHttp()
            : RefusalCode.SignInRequired.ToProblem();

    private static ICommentThreadGrain ThreadOf(Guid videoId, IGrainFactory grains) => grains.GetGrain<ICommentThreadGrain>(videoId);
}

/// <summary>A comment to post.</summary>
/// <param name="Content">1 to 2,000 characters.</param>
public sealed record NewCommentJson(string? Content);

/// <summary>A comment as the API shows it.</summary>
/// <param name="Id">The comment's id.</param>
/// <param name="Author">The author's user name.</param>
/// <param name="Content">The text.</param>
/// <param name="CreatedAt">When it was posted.</param>
public sealed record CommentJson(Guid Id, string Author, string Content, DateTime CreatedAt)
{
    /// <summary>The comment in the shape of the API.</summary>
    public static CommentJson From(Comment comment) => new(comment.Id, comment.Author, comment.Content, comment.CreatedAt.UtcDateTime);
}
