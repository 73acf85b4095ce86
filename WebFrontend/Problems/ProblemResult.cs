using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using OrleansVideo.WebFrontend.Localization;

namespace OrleansVideo.WebFrontend.Problems;

/// <summary>
/// Writes a problem. A browser that asked for a page gets the status alone, and the problem as a feature of the
/// request, so that the error page shows it.
/// </summary>
/// <param name="kind">What to write.</param>
public sealed class ProblemResult(ProblemKind kind) : IResult, IStatusCodeHttpResult
{
    /// <summary>What is written.</summary>
    public ProblemKind Kind => kind;

    /// <inheritdoc/>
    public int? StatusCode => kind.Status;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = kind.Status;
        httpContext.Response.Headers.CacheControl = "no-store"; // It is about this caller and this moment, whatever was to be sent.
        if (kind.RetryAfter is { } wait) httpContext.Response.Headers.RetryAfter = Seconds(wait);
        httpContext.Features.Set(kind);
        return httpContext.WantsPage()
            ? Task.CompletedTask
            : httpContext.Response.WriteAsJsonAsync(
                Body(httpContext), options: null, contentType: "application/problem+json", httpContext.RequestAborted);
    }

    private ProblemDetails Body(HttpContext context) => new()
    {
        Type = "urn:orleansvideo:problem:" + kind.Code,
        Title = context.Localize(kind.Title),
        Status = kind.Status,
        Detail = context.Localize(kind.Detail),
        Extensions =
        {
            ["code"] = kind.Code,
            ["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier,
        },
    };

    /// <summary>Whole seconds, rounded up, at least one (RFC 9110 §10.2.3): zero would mean "at once, again and again".</summary>
    internal static string Seconds(TimeSpan wait) =>
        Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
