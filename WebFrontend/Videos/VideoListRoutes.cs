using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Videos;

/// <summary>Lists of videos over JSON, from the read model.</summary>
internal static class VideoListRoutes
{
    /// <summary>Maps <c>/videos</c> and <c>/users/me/videos</c>.</summary>
    public static void MapVideoLists(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/videos", ListAsync).WithSummary("Public, ready videos: newest first, or best match first")
            .Produces<PageJson<VideoJson>>().ProducesProblems(400, 429);
        routes.MapGet("/users/me/videos", ListOwnAsync).RequireAuthorization()
            .WithSummary("All of the caller's videos: drafts, failed ones and trash too")
            .Produces<PageJson<VideoJson>>().ProducesProblems(400, 401);
    }

    private static async Task<IResult> ListAsync([AsParameters] VideoListQuery query, IGrainFactory grains, RateLimits limits, HttpContext context)
    {
        if (!query.ReadSearch().TryGet(out var search, out var refusal)) return refusal.ToProblem();
        if (!query.ReadPage().TryGet(out var page, out refusal)) return refusal.ToProblem();
        if (!string.IsNullOrWhiteSpace(search.Text) && limits.Refuse(RateLimitKind.Suggestions, context) is { } limited) return limited.ToProblem();
        return ToHttp(await grains.GetGrain<ICatalogGrain>(0).List(search, page, context.RequestAborted), context.GetCaller());
    }

    private static async Task<IResult> ListOwnAsync(
        string? state, [AsParameters] PageQuery query, IGrainFactory grains, HttpContext context)
    {
        if (context.GetCaller() is not { } caller) return RefusalCode.SignInRequired.ToProblem();
        if (!query.Read().TryGet(out var page, out var refusal)) return refusal.ToProblem();
        var isKnown = VideoWords.TryParse(state ?? "", out VideoStatus status);
        if (state is not null && !isKnown) return RefusalCode.QueryInvalid.ToProblem();
        return ToHttp(await grains.GetGrain<ICatalogGrain>(0).ListOwned(caller.AccountId, isKnown ? status : null, page, context.RequestAborted), caller);
    }

    private static IResult ToHttp(Result<Page<VideoDetails>> videos, Caller? caller) =>
        videos.ToHttp(page => TypedResults.Ok(page.ToJson(video => VideoJson.For(video, caller))));
}

/// <summary>Which public videos are wanted, as the query says it.</summary>
/// <param name="Query">Words to search for.</param>
/// <param name="Owner">Only this user's.</param>
/// <param name="Sort"><c>newest</c>, or absent: newest first, or best match first where there are words.</param>
/// <param name="Limit">See <see cref="PageQuery"/>.</param>
/// <param name="Cursor">See <see cref="PageQuery"/>.</param>
internal sealed record VideoListQuery(string? Query, string? Owner, string? Sort, string? Limit, string? Cursor)
{
    private const int MaxWords = 200;

    /// <summary>The search, or <see cref="RefusalCode.QueryInvalid"/>.</summary>
    public Result<VideoQuery> ReadSearch() =>
        Query is { Length: > MaxWords } || Owner is { Length: > MaxWords } || Sort is not (null or "newest")
            ? RefusalCode.QueryInvalid
            : new VideoQuery(Query, string.IsNullOrEmpty(Owner) ? null : Owner);

    /// <summary>The page, or <see cref="RefusalCode.QueryInvalid"/>.</summary>
    public Result<PageRequest> ReadPage() => new PageQuery(Limit, Cursor).Read();
}
