using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.Tests.WebFrontend.Problems;

public sealed class ProblemResultTests
{
    [Fact]
    public async Task Refusal_IsAProblemDocumentWithCodeDetailAndTrace()
    {
        var context = Context("/api/v1/videos", "application/json");

        await new Refusal(RefusalCode.TitleInvalid, "Too long by 3.").ToProblem().ExecuteAsync(context);

        var json = Body(context);
        Assert.Equal(400, context.Response.StatusCode);
        Assert.Equal("application/problem+json", context.Response.ContentType);
        Assert.Equal("title-invalid", json.GetProperty("code").GetString());
        Assert.Equal("Too long by 3.", json.GetProperty("detail").GetString());
        Assert.Equal(400, json.GetProperty("status").GetInt32());
        Assert.NotEmpty(json.GetProperty("traceId").GetString()!);
    }

    [Theory]
    [InlineData(0.2, "1")]
    [InlineData(0, "1")]
    [InlineData(1.2, "2")]
    [InlineData(300, "300")]
    public async Task RetryAfter_IsWholeSecondsRoundedUpAndNeverZero(double seconds, string header)
    {
        var context = Context("/api/v1/session", "*/*");

        await new Refusal(RefusalCode.TooManyAttempts, RetryAfter: TimeSpan.FromSeconds(seconds)).ToProblem().ExecuteAsync(context);

        Assert.Equal(header, context.Response.Headers.RetryAfter);
    }

    /// <summary>It is about one caller and one moment, even where an answer for all was about to be sent.</summary>
    [Theory]
    [InlineData("application/json")]
    [InlineData("text/html")]
    public async Task Problem_IsKeptByNoCache(string accept)
    {
        var context = Context("/videos/x", accept);
        context.Response.Headers.CacheControl = "public, no-cache";

        await RefusalCode.StreamsExhausted.ToProblem().ExecuteAsync(context);

        Assert.Equal("no-store", context.Response.Headers.CacheControl);
    }

    [Fact]
    public async Task Browser_OnAPage_GetsTheStatusAloneAndTheProblemForItsErrorPage()
    {
        var context = Context("/upload/x", "text/html,application/xhtml+xml,*/*;q=0.8");

        await RefusalCode.StorageFull.ToProblem().ExecuteAsync(context);

        Assert.Equal(507, context.Response.StatusCode);
        Assert.Equal(0, context.Response.Body.Length);
        Assert.Equal("storage-full", context.Features.Get<ProblemKind>()!.Code);
    }

    [Theory]
    [InlineData("/api/v1/videos")]
    [InlineData("/api")]
    [InlineData("/video-delete-record/x")]
    [InlineData("/uploads/x")]
    public async Task MachineRoute_AnswersJsonWhateverIsAccepted(string path)
    {
        var context = Context(path, "text/html");

        await RefusalCode.NotFound.ToProblem().ExecuteAsync(context);

        Assert.Equal("not-found", Body(context).GetProperty("code").GetString());
    }

    private static DefaultHttpContext Context(string path, string accept) => new()
    {
        RequestServices = new ServiceCollection().BuildServiceProvider(),
        Request = { Path = path, Headers = { Accept = accept } },
        Response = { Body = new MemoryStream() },
    };

    private static JsonElement Body(DefaultHttpContext context) =>
        JsonDocument.Parse(((MemoryStream)context.Response.Body).ToArray()).RootElement;
}
