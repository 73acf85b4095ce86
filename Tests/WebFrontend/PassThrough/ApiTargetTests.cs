using OrleansVideo.WebFrontend.PassThrough;

namespace OrleansVideo.Tests.WebFrontend.PassThrough;

/// <summary>W6: the pass-through reaches this site's own API and nothing else.</summary>
public sealed class ApiTargetTests
{
    [Theory]
    [InlineData("/api/v1/videos", "/api/v1/videos", "")]
    [InlineData("/api/v1/videos?limit=5&query=a%20b", "/api/v1/videos", "?limit=5&query=a%20b")]
    [InlineData("/api/v1/videos?query=../..//", "/api/v1/videos", "?query=../..//")]
    [InlineData("/api/v1/videos/01a2066e-88f0-7bd2-96a0-800ff6997e19/comments", "/api/v1/videos/01a2066e-88f0-7bd2-96a0-800ff6997e19/comments", "")]
    [InlineData("/api/v1/admin/deletions.csv?state=done", "/api/v1/admin/deletions.csv", "?state=done")]
    public void Target_OfTheApi_IsTaken(string url, string path, string query) => Assert.Equal(new ApiTarget(path, query), ApiTarget.Read(url));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/api")]
    [InlineData("/api/v1")]
    [InlineData("/api/v1/")]
    [InlineData("/API/v1/videos")]
    [InlineData("api/v1/videos")]
    [InlineData("//evil.example/api/v1/videos")]
    [InlineData("http://127.0.0.1:9001/api/v1/videos")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/video-delete-record/01a2066e-88f0-7bd2-96a0-800ff6997e19")]
    [InlineData("/health/ready")]
    [InlineData("/api/v1/../../admin/orleans")]
    [InlineData("/api/v1/./videos")]
    [InlineData("/api/v1/videos/..")]
    [InlineData("/api/v1/.../videos")]
    [InlineData("/api/v1/%2e%2e/%2e%2e/admin")]
    [InlineData("/api/v1/..%2f..%2fadmin")]
    [InlineData("/api/v1/..\\..\\admin")]
    [InlineData("/api/v1//videos")]
    [InlineData("/api/v1/videos#x")]
    [InlineData("/api/v1/videos?x#y")]
    [InlineData("/api/v1/videos\r\nHost: evil.example")]
    [InlineData("/api/v1/videos?x=\r\nHost: evil.example")]
    [InlineData("/api/v1/videos\0")]
    [InlineData("/api/v1/vidéos")]
    [InlineData("/api/v1/@evil.example/")]
    [InlineData(" /api/v1/videos")]
    public void Target_OfAnythingElse_IsNone(string url) => Assert.Null(ApiTarget.Read(url));

    [Fact]
    public void Target_ThatIsHuge_IsNone() => Assert.Null(ApiTarget.Read("/api/v1/" + new string('a', 5000)));
}
