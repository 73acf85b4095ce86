using OpenTelemetry.Metrics;

namespace OrleansVideo.Silo.Telemetry;

/// <summary>Metrics as Prometheus reads them.</summary>
public static class VideoMetricsExtensions
{
    /// <summary>The path that Prometheus asks for unless told otherwise.</summary>
    public const string Path = "/metrics";

    /// <summary>Adds the address of <see cref="TelemetryOptions.MetricsPort"/>, where metrics and health need no sign-in.</summary>
    /// <param name="services">The services of a frontend. A silo has its health port.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddMetricsServer(this IServiceCollection services) => services.AddHostedService<MetricsServer>();

    /// <summary>Maps <c>GET /metrics</c>; who may ask is for the host to say.</summary>
    /// <param name="endpoints">The endpoints of either host.</param>
    /// <returns>The endpoint.</returns>
    public static IEndpointConventionBuilder MapVideoMetrics(this IEndpointRouteBuilder endpoints)
        => endpoints.MapVideoMetrics(meters: null);

    /// <summary>As <see cref="MapVideoMetrics(IEndpointRouteBuilder)"/>, for an address whose host is another.</summary>
    /// <param name="endpoints">The endpoints of that address.</param>
    /// <param name="meters">What is shown; null for the meters of the endpoints' own host.</param>
    /// <returns>The endpoint.</returns>
    internal static IEndpointConventionBuilder MapVideoMetrics(this IEndpointRouteBuilder endpoints, MeterProvider? meters)
        => endpoints.MapPrometheusScrapingEndpoint(Path, meters, configureBranchedPipeline: null, optionsName: null)
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]));
}
