using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.WebFrontend.Administration.Deletion;

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
