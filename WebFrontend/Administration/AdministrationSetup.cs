using OrleansVideo.WebFrontend.Hosting;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>Administration: how the site gets its first admin.</summary>
public static class AdministrationSetup
{
    /// <summary>Adds the configured first admin and the one-time set-up code.</summary>
    public static IServiceCollection AddAdministration(this IServiceCollection services)
    {
        services.AddSiteOptions<AdministrationOptions, AdministrationOptionsValidator>("Administration");
        services.AddSingleton(provider => new SetupCodeFile(provider.GetRequiredService<SitePaths>().SetupCode));
        services.AddSingleton<SetupCode>();
        services.AddHostedService<FirstAdmin>();
        return services;
    }
}
