namespace OrleansVideo.WebFrontend.Comments;

/// <summary>A comment to post.</summary>
/// <param name="Content">1 to 2,000 characters.</param>
public sealed record NewCommentJson(string? Content);
