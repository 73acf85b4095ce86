namespace OrleansVideo.WebFrontend.Problems;

/// <summary>Counts each request that ends with a problem, once, whatever it was answered with: a document, a page, or a status alone.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="metrics">The count.</param>
internal sealed class ProblemCounter(RequestDelegate next, ProblemMetrics metrics)
{
    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Features.Get<ProblemKind>() is { } kind) metrics.Count(kind);
        else if (context.Response.StatusCode >= StatusCodes.Status400BadRequest) metrics.Count(StatusProblems.Of(context.Response.StatusCode));
    }
}
