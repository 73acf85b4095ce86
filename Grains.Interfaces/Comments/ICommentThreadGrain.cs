using Orleans.Concurrency;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;

namespace OrleansVideo.Comments;

/// <summary>
/// The comments of one video, keyed by the video's id. The SQL table is the truth; this grain gives writes their order,
/// so that none can slip in behind the video's removal.
/// </summary>
[Alias("ICommentThreadGrain"), GrainInterfaceType("comment-thread")]
public interface ICommentThreadGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Posts a comment on a ready video that the caller may see. <see cref="RefusalCode.CommentInvalid"/>,
    /// <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.NotReady"/>, <see cref="RefusalCode.Gone"/>.
    /// </summary>
    [Alias("Post")]
    Task<Result<Comment>> Post(string content, Caller caller);

    /// <summary>Newest first, for a caller who may read the video.</summary>
    [Alias("List"), AlwaysInterleave, Idempotent]
    Task<Result<Page<Comment>>> List(PageRequest page, Caller? caller, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes a comment: its author, the video's owner and admins may. <see cref="RefusalCode.NotFound"/>,
    /// <see cref="RefusalCode.NotYours"/>.
    /// </summary>
    [Alias("Remove")]
    Task<Result> Remove(Guid commentId, Caller caller);

    /// <summary>The video is being purged: removes all comments. Repeating it is done.</summary>
    [Alias("Close")]
    Task Close();

    /// <summary>The thread as the dashboard shows it.</summary>
    [Alias("GetState"), AlwaysInterleave, Idempotent]
    Task<CommentThreadView> GetState();
}
