using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace OrleansVideo.Silo.Health;

/// <summary>Whether the silo lives, and whether it can serve.</summary>
public static class VideoSiloHealthExtensions
{
    /// <summary>Tag of the checks that decide readiness.</summary>
    public const string Ready = "ready";

    /// <summary>Adds the checks of the silo and its database, tagged <see cref="Ready"/>.</summary>
    /// <param name="health">The health checks of either host.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddVideoSilo(this IHealthChecksBuilder health)
        => health
            .AddCheck<SiloHealthCheck>("silo", tags: [Ready])
            .AddCheck<DatabaseHealthCheck>("database", tags: [Ready]);

    /// <summary>
    /// Maps <c>/health/live</c> (200 while the process answers) and <c>/health/ready</c> (200 while every check tagged
    /// <see cref="Ready"/> holds, else 503).
    /// </summary>
    /// <param name="endpoints">The endpoints of the silo host.</param>
    public static void MapVideoSiloHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
    }
}
