using Microsoft.AspNetCore.Http;
using OrleansVideo.Tests.Silo.Telemetry;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.Tests.WebFrontend.Problems;

public sealed class ProblemCounterTests : IDisposable
{
    private readonly Measured _measured = new();

    [Fact]
    public async Task Refusal_IsCountedByItsCode()
    {
        await Answer(context => new Refusal(RefusalCode.TitleInvalid, "Too long by 3.").ToProblem().ExecuteAsync(context));

        Assert.Equal(["orleansvideo.problems 1 {problem} code=title-invalid http.response.status_code=400"], _measured.Take());
    }

    [Fact]
    public async Task StatusAlone_IsCountedByItsMeaning()
    {
        await Answer(Status(404));
        await Answer(Status(418));

        Assert.Equal(
            [
                "orleansvideo.problems 1 {problem} code=not-found http.response.status_code=404",
                "orleansvideo.problems 1 {problem} code=http-418 http.response.status_code=418",
            ],
            _measured.Take());
    }

    /// <summary>A form may tell of its refusal on the page that it leads to.</summary>
    [Fact]
    public async Task RedirectWithARefusal_IsCounted()
    {
        await Answer(context =>
        {
            context.Response.StatusCode = 302;
            context.Features.Set(ProblemTable.Of(RefusalCode.PurgeStarted));
            return Task.CompletedTask;
        });

        Assert.Equal(["orleansvideo.problems 1 {problem} code=purge-started http.response.status_code=409"], _measured.Take());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(304)]
    public async Task AnswerWithoutAProblem_IsNotCounted(int status)
    {
        await Answer(Status(status));

        Assert.Empty(_measured.Take());
    }

    public void Dispose() => _measured.Dispose();

    private static RequestDelegate Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private Task Answer(RequestDelegate answer)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        return new ProblemCounter(answer, new ProblemMetrics(_measured.Meters)).InvokeAsync(context);
    }
}
