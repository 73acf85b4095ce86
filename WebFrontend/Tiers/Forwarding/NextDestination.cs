using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace OrleansVideo.WebFrontend.Tiers.Forwarding;

/// <summary>
/// Tries the next frontend of the tier when one could not be reached. Only where nothing is lost by it: a GET or HEAD
/// without a body, whose connection was never made.
/// </summary>
/// <param name="next">The rest of the pipeline, which picks one of the destinations that are available.</param>
/// <param name="logger">The log.</param>
internal sealed partial class NextDestination(RequestDelegate next, ILogger<NextDestination> logger)
{
    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        var untried = proxy.AvailableDestinations.ToList();
        await next(context);
        while (CouldNotConnect(context) && MayRepeat(context) && untried.Remove(proxy.ProxiedDestination!) && untried.Count > 0)
        {
            LogNext(logger, context.Request.Method, context.Request.Path.Value, proxy.ProxiedDestination!.DestinationId);
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.Clear();
            proxy.AvailableDestinations = untried;
            await next(context);
        }
    }

    /// <summary>Whether the last try of this request failed before a connection was made.</summary>
    public static bool CouldNotConnect(HttpContext context) => context.GetForwarderErrorFeature() is { Error: ForwarderError.Request } failed
        && failed.Exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
        };

    private static bool MayRepeat(HttpContext context) =>
        !context.Response.HasStarted
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && context.Request is { ContentLength: null or 0, Headers.TransferEncoding.Count: 0 };

    [LoggerMessage(EventId = 4501, Level = LogLevel.Information, Message = "{Method} {Path}: {Destination} can't be reached, trying another")]
    private static partial void LogNext(ILogger logger, string method, string? path, string destination);
}

/// <summary>
/// Leaves out a frontend of the tier from the first connection on that could not be made. The probes find out meanwhile
/// whether it is back.
/// </summary>
/// <param name="health">Where health is kept.</param>
internal sealed class UnreachableDestinations(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    /// <summary>The name under which the tier's configuration asks for it.</summary>
    public const string PolicyName = "Unreachable";

    /// <summary>For how long: two probes fail within it, which leave the frontend out from then on.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination) => health.SetPassive(
        cluster, destination, NextDestination.CouldNotConnect(context) ? DestinationHealth.Unhealthy : DestinationHealth.Healthy, Rest);
}
