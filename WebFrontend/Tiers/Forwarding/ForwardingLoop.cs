using System.Net.Http.Headers;
using Microsoft.Net.Http.Headers;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Tiers.Forwarding;

/// <summary>
/// Ends requests that come back: an address of the tier that names a frontend without the role <c>streaming</c> would send
/// them round for ever. Via tells (RFC 9110 §7.6.3).
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ForwardingLoop(RequestDelegate next, ILogger<ForwardingLoop> logger)
{
    private const string Pseudonym = "orleansvideo-pages";

    /// <summary>Handles a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Headers.Via.Any(via => via?.Contains(Pseudonym, StringComparison.OrdinalIgnoreCase) == true)) return next(context);
        LogLoop(logger, context.Request.Path.Value, context.Connection.RemoteIpAddress);
        return RefusalCode.ClusterUnavailable.ToProblem().ExecuteAsync(context);
    }

    /// <summary>Says that the request came through here.</summary>
    public static void Mark(HttpRequestHeaders headers) => headers.TryAddWithoutValidation(HeaderNames.Via, "1.1 " + Pseudonym);

    [LoggerMessage(EventId = 4500, Level = LogLevel.Error, Message =
        "{Path} came from {Address}, which forwards as this frontend does: its OrleansVideo:StreamingTier:Address must name frontends with the role streaming")]
    private static partial void LogLoop(ILogger logger, string? path, System.Net.IPAddress? address);
}
