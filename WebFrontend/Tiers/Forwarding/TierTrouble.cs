using OrleansVideo.WebFrontend.Problems;
using Yarp.ReverseProxy.Forwarder;

namespace OrleansVideo.WebFrontend.Tiers.Forwarding;

/// <summary>
/// Says so when the streaming tier could not answer: 503 as for the rest of the cluster, a page for browsers, a line in the
/// log. Once an answer has begun there is nothing to say; then the forwarder cuts the connection, so that nobody takes a
/// part for the whole.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="logger">The log.</param>
internal sealed partial class TierTrouble(RequestDelegate next, ILogger<TierTrouble> logger)
{
    private static readonly Refusal Away = new(
        RefusalCode.ClusterUnavailable, "The part of the site that plays and takes videos does not answer. Try again shortly.");

    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.GetForwarderErrorFeature() is not { } failed || context.RequestAborted.IsCancellationRequested) return;
        if (failed.Error is ForwarderError.RequestBodyClient or ForwarderError.ResponseBodyClient) return; // The caller's own doing.
        LogTrouble(logger, context.Request.Method, context.Request.Path.Value, failed.Error, failed.Exception);
        if (context.Response.HasStarted) return;
        context.Response.Clear();
        await Away.ToProblem().ExecuteAsync(context);
    }

    [LoggerMessage(EventId = 4502, Level = LogLevel.Warning, Message = "{Method} {Path}: the streaming tier failed: {Error}")]
    private static partial void LogTrouble(ILogger logger, string method, string? path, ForwarderError error, Exception? exception);
}
