using OrleansVideo.Comments;

namespace OrleansVideo.WebFrontend.Comments;

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
