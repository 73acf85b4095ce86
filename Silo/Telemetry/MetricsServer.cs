using System.Net;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OrleansVideo.Silo.Health;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Telemetry;

/// <summary>
/// The address on which a frontend shows its metrics and health to machines: a web server of its own, so that nothing of the site can
/// ever be asked for there, and nothing said there depends on who asks. It starts before the site listens and stops after it, so that
/// readiness can be watched to the end.
/// </summary>
/// <param name="options">The address.</param>
/// <param name="services">The site, whose meters and readiness are shown.</param>
internal sealed class MetricsServer(IOptions<TelemetryOptions> options, IServiceProvider services) : IHostedService, IAsyncDisposable
{
    /// <summary>Machines ask one after the other; whoever else comes must not take the site's own descriptors.</summary>
    internal const int MaxConnections = 64;

    private WebApplication? _server;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.MetricsPort == 0) return;
        var address = new IPEndPoint(IPAddress.Parse(options.Value.MetricsAddress), options.Value.MetricsPort);
        _server = Build(address);
        try
        {
            await _server.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new StartupException($"OrleansVideo:Telemetry:MetricsPort cannot be used: {address}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private WebApplication Build(IPEndPoint address)
    {
        // Empty: it reads no settings, so that the site's addresses are not taken twice, and hears no signals.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxConcurrentConnections = MaxConnections;
            server.Listen(address);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(services.GetRequiredService<ILoggerFactory>());
        builder.Services.AddSingleton(services.GetRequiredService<Readiness>());
        var server = builder.Build();
        server.MapVideoMetrics(services.GetRequiredService<MeterProvider>());
        server.MapVideoHealth();
        return server;
    }

    /// <summary>The site stops this server; signals are the site's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

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
