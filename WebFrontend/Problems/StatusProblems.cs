using System.Globalization;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace OrleansVideo.WebFrontend.Problems;

/// <summary>Problems that HTTP itself has, before or beside any rule of the site.</summary>
public static class StatusProblems
{
    /// <summary>An error nobody expected; what it was stays in the log, under the trace id.</summary>
    public static readonly ProblemKind Unexpected = new(Status500InternalServerError, "internal-error", "Internal error",
        "Something went wrong here. The log has the details under this trace id.");

    /// <summary>The problem for an answer that has a status but no body.</summary>
    public static ProblemKind Of(int status) => status switch
    {
        Status400BadRequest => new(status, "bad-request", "Bad request", "The request is not valid HTTP for this route."),
        Status401Unauthorized => ProblemTable.Of(RefusalCode.SignInRequired),
        Status403Forbidden => ProblemTable.Of(RefusalCode.NotYours),
        Status404NotFound => ProblemTable.Of(RefusalCode.NotFound),
        Status405MethodNotAllowed => new(status, "method-not-allowed", "Method not allowed",
            "This path does not take this method; the Allow header lists those that it takes."),
        Status408RequestTimeout => new(status, "request-timeout", "Request timeout", "The request's body came too slowly."),
        Status413PayloadTooLarge => ProblemTable.Of(RefusalCode.TooLarge),
        Status415UnsupportedMediaType => new(status, "content-type-unsupported", "Content type not supported",
            "This route does not take this Content-Type; API routes take application/json."),
        Status500InternalServerError => Unexpected,
        Status503ServiceUnavailable => ProblemTable.Of(RefusalCode.ClusterUnavailable),
        _ => new(status, string.Create(CultureInfo.InvariantCulture, $"http-{status}"), "HTTP error",
            string.Create(CultureInfo.InvariantCulture, $"The request ended with status {status}.")),
    };
}
