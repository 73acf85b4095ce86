using OrleansVideo.Catalog;
using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.WebFrontend.Videos;

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
