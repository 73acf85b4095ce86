using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OrleansVideo.Silo;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.Silo.DataDirectory;
using OrleansVideo.Silo.Health;
using OrleansVideo.Silo.Startup;
using OrleansVideo.Silo.Telemetry;

namespace OrleansVideo.WebFrontend.Hosting;

/// <summary>
/// The one place where the frontend touches the silo's floor: a silo in this very process or the way to those elsewhere, and how a host
/// starts.
/// </summary>
public static class EmbeddedSilo
{
    /// <summary>
    /// Runs a silo in the web site's process: nothing else to install, to start or to configure. In cluster mode this process is a client
    /// of the silos that run elsewhere.
    /// </summary>
    public static WebApplicationBuilder AddSilo(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetClusterMode() == ClusterMode.Cluster) builder.AddVideoClient();
        else builder.UseOrleans(silo => silo.AddVideoSilo());
        builder.Services.AddGrainCallRetries();
        builder.Services.AddSingleton(provider => new SitePaths(provider.GetRequiredService<DataDirectoryPaths>().Root));
        return builder;
    }

    /// <summary>The command line without the switches that <see cref="SetSwitches"/> understands.</summary>
    public static string[] WithoutSwitches(this string[] args) => args.WithoutAdoptDirectory();

    /// <summary>Understands the switches of the command line: <c>--adopt-directory</c>.</summary>
    public static void SetSwitches(this IConfiguration configuration, string[] args) => configuration.SetAdoptDirectory(args);

    /// <summary>Metrics, traces and logs, and the address on which machines ask for metrics and health.</summary>
    public static WebApplicationBuilder AddSiteTelemetry(this WebApplicationBuilder builder)
    {
        builder.AddVideoTelemetry("orleansvideo-web");
        builder.Services.AddMetricsServer();
        return builder;
    }

    /// <summary>Whether the dashboard may show grains of this class, by its full name.</summary>
    public static bool IsInspectable(string className) => InspectableGrains.HasType(className);

    /// <summary>Whether the dashboard may show this grain.</summary>
    public static bool IsInspectable(string className, string key) => InspectableGrains.Has(className, key);

    /// <summary>Maps <c>GET /metrics</c>, for whomever the caller says.</summary>
    public static IEndpointConventionBuilder MapSiteMetrics(this IEndpointRouteBuilder routes) => routes.MapVideoMetrics();

    /// <summary>Adds readiness, to which the caller adds the frontend's own checks.</summary>
    public static IHealthChecksBuilder AddSiteHealth(this IServiceCollection services) => services.AddVideoHealth();

    /// <summary>What <c>/health/ready</c> tells.</summary>
    public static Task<HealthReport> ReadHealthAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.ReadVideoHealthAsync(cancellationToken);

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static RouteGroupBuilder MapSiteHealth(this IEndpointRouteBuilder routes) => routes.MapVideoHealth();

    /// <summary>Runs the site until it is told to stop. What its operator can mend ends as one line and exit code 1.</summary>
    /// <param name="build">Builds the site.</param>
    /// <returns>The exit code of the process.</returns>
    public static Task<int> RunSiteAsync(Func<IHost> build) => HostRunner.RunAsync(build);

    /// <summary>Binds options from a section under <c>OrleansVideo</c>, checked at start; messages name the key.</summary>
    public static OptionsBuilder<TOptions> AddSiteOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class => services.AddVideoOptions<TOptions>(section);

    /// <summary>As <see cref="AddSiteOptions{TOptions}"/>, with a validator for what annotations can't say.</summary>
    public static OptionsBuilder<TOptions> AddSiteOptions<TOptions, TValidator>(this IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions> => services.AddVideoOptions<TOptions, TValidator>(section);
}
