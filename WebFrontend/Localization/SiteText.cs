using Microsoft.Extensions.Localization;

namespace OrleansVideo.WebFrontend.Localization;

/// <summary>
/// Names the resources with the site's texts. The English text is its own key, so English needs none; each other language has a file
/// beside this one, <c>SiteText.{language}.resx</c>, with every text.
/// </summary>
public sealed class SiteText;

/// <summary>Texts outside of pages.</summary>
internal static class HttpContextExtensions
{
    /// <summary>An English text in the request's language, where the site has it in that language.</summary>
    public static string Localize(this HttpContext context, string text) =>
        context.RequestServices?.GetService<IStringLocalizer<SiteText>>() is { } texts ? texts.Told(text) : text;
}
