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

/// <summary>One comment.</summary>
/// <param name="Id">The comment's id (UUID version 7).</param>
/// <param name="AuthorId">The author's account id.</param>
/// <param name="Author">The author's user name.</param>
/// <param name="Content">The text, 1 to 2,000 characters.</param>
/// <param name="CreatedAt">When it was posted.</param>
[GenerateSerializer, Immutable, Alias("Comment")]
public sealed record Comment(
    [property: Id(0)] Guid Id,
    [property: Id(1)] Guid AuthorId,
    [property: Id(2)] string Author,
    [property: Id(3)] string Content,
    [property: Id(4)] DateTimeOffset CreatedAt);

/// <summary>The rule for a comment's text.</summary>
public static class CommentText
{
    /// <summary>The longest comment, in UTF-16 code units.</summary>
    public const int MaxLength = 2_000;

    /// <summary>Whether the text, already trimmed, can be a comment: 1 to 2,000 characters; line breaks are allowed.</summary>
    public static bool IsValid(string? text) => text is { Length: >= 1 and <= MaxLength } && PlainText.IsMultiLine(text);
}

/// <summary>A video's comments as the dashboard shows them.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="NewestAt">When the newest was posted; null without any.</param>
[GenerateSerializer, Immutable, Alias("CommentThreadView")]
public sealed record CommentThreadView([property: Id(0)] long Count, [property: Id(1)] DateTimeOffset? NewestAt);
