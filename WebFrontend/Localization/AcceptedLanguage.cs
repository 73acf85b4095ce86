using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace OrleansVideo.WebFrontend.Localization;

/// <summary>
/// The language that the browser prefers among ours (Accept-Language, RFC 9110 §12.5.4). Plain <c>zh</c> is Simplified Chinese: the
/// framework looks at a tag's parents alone, and finds nothing.
/// </summary>
internal sealed class AcceptedLanguage : RequestCultureProvider
{
    private const int MostTags = 8;

    /// <inheritdoc/>
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var accepted = httpContext.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1).Take(MostTags)
            .Where(language => language.Quality is not 0)
            .Select(language => Ours(language.Value.ToString())).FirstOrDefault(tag => tag is not null);
        return Task.FromResult(accepted is null ? null : new ProviderCultureResult(accepted));
    }

    private static string? Ours(string tag)
    {
        if (tag.Equals("zh", StringComparison.OrdinalIgnoreCase)) return "zh-Hans";
        try
        {
            for (var culture = CultureInfo.GetCultureInfo(tag); culture.Name.Length > 0; culture = culture.Parent)
            {
                if (SiteLanguage.IsKnown(culture.Name)) return culture.Name;
            }
        }
        catch (CultureNotFoundException)
        {
            // A tag that is none: as if it had not been sent.
        }

        return null;
    }
}
