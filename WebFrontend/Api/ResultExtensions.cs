using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Api;

/// <summary>From the outcome of a command to the answer.</summary>
public static class ResultExtensions
{
    /// <summary>The answer for a command that returns a value.</summary>
    /// <param name="result">The outcome.</param>
    /// <param name="done">The answer when it was done.</param>
    public static IResult ToHttp<T>(this Result<T> result, Func<T, IResult> done)
        where T : class => result.TryGet(out var value, out var refusal) ? done(value) : refusal.ToProblem();

    /// <summary>The answer for a command that returns nothing: 204 when it was done.</summary>
    public static IResult ToHttp(this Result result) => result.Refusal?.ToProblem() ?? TypedResults.NoContent();
}

/// <summary>303: the form is done, go and look there (RFC 9110 §15.4.4).</summary>
internal sealed class SeeOther(string location) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
