using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace OrleansVideo.WebFrontend.Hosting;

/// <summary>The keys that sign cookies and antiforgery tokens: in the data directory, so that a restart signs nobody out.</summary>
public static class KeyRing
{
    /// <summary>Adds data protection with its keys in <see cref="SitePaths.Keys"/>.</summary>
    public static IServiceCollection AddKeyRing(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("OrleansVideo");
        services.AddOptions<KeyManagementOptions>().Configure<SitePaths, ILoggerFactory>((options, paths, log) =>
            options.XmlRepository = new KeyFolder(paths.Keys, log));
        return services;
    }
}
