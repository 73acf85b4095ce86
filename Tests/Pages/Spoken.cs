using System.Globalization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansVideo.WebFrontend.Localization;

namespace OrleansVideo.Tests.Pages;

/// <summary>The site's texts, with the language of a request for as long as this lives.</summary>
internal sealed class Spoken : IDisposable
{
    private readonly (CultureInfo Culture, CultureInfo Texts) _before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);

    public Spoken(string language = "en") => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    public IStringLocalizer T { get; } = Of<SiteText>();

    public static IStringLocalizer Of<T>() => new StringLocalizer<T>(
        new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance));

    public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = _before;
}
