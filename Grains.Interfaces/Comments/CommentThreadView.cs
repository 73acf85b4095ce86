namespace OrleansVideo.Comments;

/// <summary>A video's comments as the dashboard shows them.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="NewestAt">When the newest was posted; null without any.</param>
[GenerateSerializer, Immutable, Alias("CommentThreadView")]
public sealed record CommentThreadView([property: Id(0)] long Count, [property: Id(1)] DateTimeOffset? NewestAt);
