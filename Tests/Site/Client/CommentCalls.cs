namespace OrleansVideo.Tests.Site.Client;

/// <summary>Writing and reading comments.</summary>
public static class CommentCalls
{
    public static Task<Reply> Comment(this SiteClient client, string id, string content) =>
        client.Post($"/api/v1/videos/{id}/comments", new { content });

    public static Task<Reply> Comments(this SiteClient client, string id) => client.Get($"/api/v1/videos/{id}/comments");

    public static Task<Reply> RemoveComment(this SiteClient client, string id, string commentId) =>
        client.Delete($"/api/v1/videos/{id}/comments/{commentId}");
}
