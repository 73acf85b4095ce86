using OrleansVideo.Comments;

namespace OrleansVideo.Grains.Comments;

/// <summary>One row of the table <c>comments</c>, as Dapper reads it.</summary>
internal sealed class CommentRow
{
    /// <summary>The order of writing; newest is greatest.</summary>
    public required long Seq { get; init; }

    public required string Id { get; init; }
    public required string AuthorId { get; init; }
    public required string Author { get; init; }
    public required string Content { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>The row as it leaves the floor.</summary>
    public Comment ToComment() =>
        new(Guid.Parse(Id), Guid.Parse(AuthorId), Author, Content, DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt));
}
