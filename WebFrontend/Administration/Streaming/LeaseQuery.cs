using OrleansVideo.Catalog;
using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.WebFrontend.Administration.Streaming;

/// <summary>Which of the tokens that are held the query asks for.</summary>
internal static class LeaseQuery
{
    /// <summary>The page that is wanted, or <see cref="RefusalCode.QueryInvalid"/>: its cursor is the id of a lease.</summary>
    public static Result<PageRequest> ReadLeases(this PageQuery query)
    {
        if (!query.Read().TryGet(out var page, out var refusal)) return refusal;
        return page.Cursor is null || CanonicalIdConstraint.IsCanonical(page.Cursor) ? page : RefusalCode.QueryInvalid;
    }
}
