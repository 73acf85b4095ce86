using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace OrleansVideo.WebFrontend.Hosting;

/// <summary>
/// Keys in files that are not looked at before the first key is needed: by then the site owns its data directory, and a
/// directory that can't be used has been refused with a clear line.
/// </summary>
internal sealed class LazyKeyRepository(Func<FileSystemXmlRepository> open) : IXmlRepository
{
    private readonly Lazy<FileSystemXmlRepository> _files = new(open);

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => _files.Value.GetAllElements();

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => _files.Value.StoreElement(element, friendlyName);
}
