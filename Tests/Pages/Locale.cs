using System.Globalization;

namespace OrleansVideo.Tests.Pages;

/// <summary>Another current culture until disposed, as on a server that is set up for another country.</summary>
internal sealed class Locale : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public Locale(string name) => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
