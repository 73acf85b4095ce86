using System.Reflection;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OrleansVideo.Silo.Configuration;

namespace OrleansVideo.Silo.Telemetry;

/// <summary>OpenTelemetry, set up once for both hosts.</summary>
public static class VideoTelemetryExtensions
{
    /// <summary>Where OTLP goes; unset, nothing is exported and nothing is traced. The name is OpenTelemetry's own.</summary>
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] QuietPaths = ["/health", VideoMetricsExtensions.Path];

    /// <summary>
    /// Gathers the metrics of ASP.NET Core, the runtime, Orleans, Npgsql and the site for Prometheus. With an OTLP endpoint, sends
    /// metrics, traces and logs there as well. Without one no trace has a reader, so that none is recorded: a request's trace id is
    /// still its caller's, and still goes with every grain call.
    /// </summary>
    /// <param name="builder">Either host.</param>
    /// <param name="serviceName">What kind of process this is; <c>OTEL_SERVICE_NAME</c> wins.</param>
    /// <returns>The same builder.</returns>
    public static IHostApplicationBuilder AddVideoTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddVideoOptions<TelemetryOptions, TelemetryOptionsValidator>("Telemetry");
        builder.Services.AddHostedService<ClusterGaugeRefresher>();
        builder.Services.AddHostedService<MediaGauge>();
        var name = builder.Configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } given ? given : serviceName;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(name, serviceVersion: Version))
            .WithMetrics(AddMeters);
        if (string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpoint])) return builder;
        telemetry.WithTracing(AddSources).WithLogging(null, log => log.IncludeFormattedMessage = true).UseOtlpExporter();
        return builder;
    }

    private static string Version =>
        typeof(VideoTelemetryExtensions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static void AddMeters(MeterProviderBuilder metrics) => metrics
        .AddMeter(VideoTelemetry.Name)
        .AddMeter("Microsoft.Orleans")
        .AddAspNetCoreInstrumentation()
        .AddRuntimeInstrumentation()
        .AddNpgsqlInstrumentation()
        .AddPrometheusExporter();

    private static void AddSources(TracerProviderBuilder traces) => traces
        .AddSource(VideoTelemetry.Name)
        .AddSource("Microsoft.Orleans.*")
        .AddAspNetCoreInstrumentation(http => http.Filter = context => !IsQuiet(context.Request.Path))
        .AddHttpClientInstrumentation()
        .AddNpgsql();

    /// <summary>What machines ask for every few seconds is no part of anybody's request.</summary>
    private static bool IsQuiet(PathString path) => Array.Exists(QuietPaths, quiet => path.StartsWithSegments(quiet));
}
