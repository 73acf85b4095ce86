using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

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

/// <summary>
/// The key ring's folder, readable by its owner alone. It is created by the first use and not by the check of options,
/// which comes before this process owns the data directory.
/// </summary>
/// <param name="path">Where it lies.</param>
/// <param name="log">The log.</param>
internal sealed class KeyFolder(string path, ILoggerFactory log) : IXmlRepository
{
    private readonly Lazy<FileSystemXmlRepository> _files = new(() => new FileSystemXmlRepository(CreatePrivate(path), log));

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => _files.Value.GetAllElements();

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => _files.Value.StoreElement(element, friendlyName);

    private static DirectoryInfo CreatePrivate(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
