using System.Diagnostics.Metrics;

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

/// <summary>Counts what the site says no to, by the stable code of the rule.</summary>
internal sealed class ProblemMetrics
{
    private readonly Counter<long> _problems;

    public ProblemMetrics(IMeterFactory meters) => _problems = meters.CreateVideoMeter().CreateCounter<long>(
        "orleansvideo.problems", "{problem}", "Requests that were answered with a problem, by code and HTTP status.");

    /// <summary>One request was refused.</summary>
    public void Count(ProblemKind kind) => _problems.Add(1, new("code", kind.Code), new("http.response.status_code", kind.Status));
}
