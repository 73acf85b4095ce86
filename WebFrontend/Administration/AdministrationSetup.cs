using OrleansVideo.Silo.Configuration;
using OrleansVideo.WebFrontend.Administration.Deletion;
using OrleansVideo.WebFrontend.Administration.DueWork;
using OrleansVideo.WebFrontend.Administration.Storage;
using OrleansVideo.WebFrontend.Administration.Streaming;
using OrleansVideo.WebFrontend.Hosting;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>Administration: how the site gets its first admin, and what admins change.</summary>
public static class AdministrationSetup
{
    /// <summary>Adds the configured first admin, the one-time set-up code, and the audit of changes.</summary>
    public static IServiceCollection AddAdministration(this IServiceCollection services)
    {
        services.AddVideoOptions<AdministrationOptions, AdministrationOptionsValidator>("Administration");
        services.AddSingleton(provider => new SetupCodeFile(provider.GetRequiredService<SitePaths>().SetupCode));
        services.AddSingleton<SetupCode>();
        services.AddSingleton<AdminAudit>().AddSingleton<StreamAudit>().AddSingleton<DeletionAudit>().AddSingleton<StorageAudit>();
        services.AddSingleton<StreamCommands>().AddSingleton<DeletionCommands>().AddSingleton<StorageCommands>().AddSingleton<DueWorkCommands>();
        services.AddHostedService<FirstAdmin>();
        return services;
    }
}
