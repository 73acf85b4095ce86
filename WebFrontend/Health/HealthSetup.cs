using OrleansVideo.Silo.Health;
using OrleansVideo.WebFrontend.Accounts.Sessions;

namespace OrleansVideo.WebFrontend.Health;

/// <summary>Health: whether the process lives, and whether it can serve.</summary>
public static class HealthSetup
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Adds the checks that decide readiness.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddVideoHealth()
            .AddCheck<SiloHealthCheck>("silo", timeout: Patience)
            .AddCheck<DatabaseHealthCheck>("database", timeout: Patience);
        return services;
    }

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>; a degraded site stays in service (200).</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes) => routes.MapVideoHealth().WithMetadata(NeedsNoSession.Instance);
}
