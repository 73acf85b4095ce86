using Microsoft.AspNetCore.Diagnostics;

namespace OrleansVideo.WebFrontend.Problems;

/// <summary>
/// The one place where exceptions become answers: trouble of the cluster is 503, a request that Kestrel or the model
/// binding can't read is the caller's problem, and everything else is 500 without a word of what is inside.
/// </summary>
/// <param name="logger">The log.</param>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        await new ProblemResult(Explain(exception, httpContext)).ExecuteAsync(httpContext);
        return true;
    }

    private ProblemKind Explain(Exception exception, HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path.Value);
        switch (exception)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad:
                LogBadRequest(logger, method, path, bad);
                return ProblemTable.Of(RefusalCode.MalformedJson);
            case BadHttpRequestException bad:
                LogBadRequest(logger, method, path, bad);
                return StatusProblems.Of(bad.StatusCode);
            case NewerVersionException newer:
                LogNewerVersion(logger, method, path, newer.Message);
                return ProblemTable.Of(RefusalCode.NewerVersion);
            case var _ when ClusterTrouble.IsTrouble(exception):
                LogClusterTrouble(logger, method, path, exception);
                return ProblemTable.Of(RefusalCode.ClusterUnavailable);
            default:
                LogUnexpected(logger, method, path, exception);
                return StatusProblems.Unexpected;
        }
    }

    [LoggerMessage(EventId = 3030, Level = LogLevel.Debug, Message = "{Method} {Path} could not be read")]
    private static partial void LogBadRequest(ILogger logger, string method, string? path, Exception exception);

    [LoggerMessage(EventId = 3031, Level = LogLevel.Warning, Message = "{Method} {Path}: the cluster did not answer")]
    private static partial void LogClusterTrouble(ILogger logger, string method, string? path, Exception exception);

    [LoggerMessage(EventId = 3033, Level = LogLevel.Warning, Message = "{Method} {Path} was refused during an upgrade: {Reason}")]
    private static partial void LogNewerVersion(ILogger logger, string method, string? path, string reason);

    [LoggerMessage(EventId = 3032, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogUnexpected(ILogger logger, string method, string? path, Exception exception);
}
