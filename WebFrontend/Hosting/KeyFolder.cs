using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace OrleansVideo.WebFrontend.Hosting;

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
