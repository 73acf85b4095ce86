using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrleansVideo.WebFrontend.Localization;

namespace OrleansVideo.WebFrontend.Problems;

/// <summary>From a refusal to what people and clients get to see.</summary>
public static class Problem
{
    /// <summary>The refusal as problem JSON (RFC 9457), or as an error page for a browser that asked for a page.</summary>
    public static IResult ToProblem(this Refusal refusal) => new ProblemResult(refusal.ToKind());

    /// <summary>The refusal with its standard words, as <see cref="ToProblem(Refusal)"/>.</summary>
    public static IResult ToProblem(this RefusalCode code) => new ProblemResult(ProblemTable.Of(code));

    /// <summary>The refusal's kind, with what this one says of itself.</summary>
    public static ProblemKind ToKind(this Refusal refusal)
    {
        var kind = ProblemTable.Of(refusal.Code);
        return kind with { Detail = refusal.Detail ?? kind.Detail, Reason = refusal.Reason, Field = refusal.Field, RetryAfter = refusal.RetryAfter ?? kind.RetryAfter };
    }

    /// <summary>The refusal in a sentence, in the reader's language.</summary>
    public static string Detail(this IStringLocalizer words, Refusal refusal) => words.Detail(refusal.ToKind());

    /// <summary>The problem in a sentence, in the reader's language; in English where the language has none for it.</summary>
    public static string Detail(this IStringLocalizer words, ProblemKind kind) => kind.Reason is { } reason && reason.Code.Sentence() is { } sentence
        ? words[sentence, reason.Argument]
        : words[kind.Detail];
}

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

    private ProblemDetails Body(HttpContext context)
    {
        var words = context.RequestServices?.GetService<IStringLocalizer<SiteText>>();
        var body = new ProblemDetails
        {
            Type = "urn:orleansvideo:problem:" + kind.Code,
            Title = words?[kind.Title] ?? kind.Title,
            Status = kind.Status,
            Detail = words?.Detail(kind) ?? kind.Detail,
            Extensions =
            {
                ["code"] = kind.Code,
                ["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier,
            },
        };
        if (kind.Field is not null) body.Extensions["field"] = kind.Field;
        return body;
    }

    /// <summary>Whole seconds, rounded up, at least one (RFC 9110 §10.2.3): zero would mean "at once, again and again".</summary>
    internal static string Seconds(TimeSpan wait) =>
        Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}

/// <summary>Tells the API description which problems a route answers with.</summary>
internal static class ProblemMetadata
{
    /// <summary>Adds the statuses, and those that any route may have.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses.Append(StatusCodes.Status503ServiceUnavailable))
            route.Produces<ProblemDetails>(status, "application/problem+json");
        return route;
    }
}
