using Microsoft.Extensions.Options;

namespace OrleansVideo.WebFrontend.Network;

/// <summary>
/// The site's address for those who don't know where they found it: feeds, shared pages, API descriptions. It comes from
/// <c>Network:PublicUrl</c>; without that, from the request's Host header, which is the caller's to choose.
/// </summary>
/// <param name="network">The address, if it is set.</param>
/// <param name="logger">The log.</param>
internal sealed partial class PublicAddress(IOptions<NetworkOptions> network, ILogger<PublicAddress> logger) : IHostedService
{
    /// <summary>The configured address without a slash at its end; null when none is set.</summary>
    public string? Configured { get; } = network.Value.PublicUrl is { Length: > 0 } url ? new Uri(url).GetLeftPart(UriPartial.Authority) : null;

    /// <summary>The site's address, without a slash at its end.</summary>
    /// <param name="request">The request, whose host counts when no address is set.</param>
    public string For(HttpRequest request) =>
        Configured ?? $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.ToUriComponent()}";

    /// <summary>Warns once when addresses will be built from what callers send.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (Configured is null) LogUnset(logger);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 3069, Level = LogLevel.Warning,
        Message = "OrleansVideo:Network:PublicUrl is not set: links in feeds and shared pages are built from the Host header that callers send")]
    private static partial void LogUnset(ILogger logger);
}
