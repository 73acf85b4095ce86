using OrleansVideo.Silo.Configuration;

namespace OrleansVideo.WebFrontend.Limits;

/// <summary>How often one may do what.</summary>
public static class LimitsSetup
{
    /// <summary>Adds the limits and their options.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddVideoOptions<LimitOptions>("Limits");
        services.AddSingleton<RateLimits>();
        return services;
    }
}
