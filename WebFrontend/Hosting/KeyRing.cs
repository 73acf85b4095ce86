using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace OrleansVideo.WebFrontend.Hosting;

/// <summary>The keys that sign cookies and antiforgery tokens: in the data directory, so that a restart signs nobody out.</summary>
public static class KeyRing
{
    /// <summary>Adds data protection with its keys in <see cref="SitePaths.Keys"/>, readable by their owner alone.</summary>
    public static IServiceCollection AddKeyRing(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("OrleansVideo");
        services.AddOptions<KeyManagementOptions>().Configure<SitePaths, ILoggerFactory>((options, paths, log) =>
            options.XmlRepository = new LazyKeyRepository(() => new FileSystemXmlRepository(CreatePrivate(paths.Keys), log)));
        return services;
    }

    private static DirectoryInfo CreatePrivate(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
