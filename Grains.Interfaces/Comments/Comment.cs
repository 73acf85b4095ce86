namespace OrleansVideo.Comments;

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
