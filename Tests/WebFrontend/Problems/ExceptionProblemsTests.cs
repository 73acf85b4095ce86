using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.Tests.WebFrontend.Problems;

public sealed class ExceptionProblemsTests
{
    [Fact]
    public async Task ClusterTrouble_Is503WithATimeToComeBack()
    {
        foreach (var trouble in new Exception[] { new TimeoutException(), new SiloUnavailableException(), new TaskCanceledException() })
        {
            var context = await HandleAsync(trouble);
            Assert.Equal(503, context.Response.StatusCode);
            Assert.Contains("cluster-unavailable", Text(context), StringComparison.Ordinal);
            Assert.NotEmpty(context.Response.Headers.RetryAfter.ToString());
        }
    }

    [Fact]
    public async Task StateOfANewerRelease_Is503WithATimeToComeBack()
    {
        var context = await HandleAsync(new NewerVersionException());

        Assert.Equal(503, context.Response.StatusCode);
        Assert.Contains("newer-version", Text(context), StringComparison.Ordinal);
        Assert.NotEmpty(context.Response.Headers.RetryAfter.ToString());
    }

    [Theory]
    [InlineData(400, "malformed-json")]
    [InlineData(413, "too-large")]
    [InlineData(415, "content-type-unsupported")]
    [InlineData(408, "request-timeout")]
    public async Task UnreadableRequest_IsTheCallersProblem(int status, string code)
    {
        var context = await HandleAsync(new BadHttpRequestException("inner words", status));

        Assert.Equal(status, context.Response.StatusCode);
        Assert.Contains($"\"{code}\"", Text(context), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnythingElse_Is500AndTellsNothingOfWhatIsInside()
    {
        var context = await HandleAsync(new InvalidOperationException("password=hunter2 at /srv/secret"));

        Assert.Equal(500, context.Response.StatusCode);
        Assert.Contains("internal-error", Text(context), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", Text(context), StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", Text(context), StringComparison.Ordinal);
    }

    private static async Task<DefaultHttpContext> HandleAsync(Exception exception)
    {
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().BuildServiceProvider(),
            Request = { Path = "/api/v1/videos" },
            Response = { Body = new MemoryStream() },
        };
        Assert.True(await new ExceptionProblems(NullLogger<ExceptionProblems>.Instance).TryHandleAsync(context, exception, default));
        return context;
    }

    private static string Text(DefaultHttpContext context) => Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
}
