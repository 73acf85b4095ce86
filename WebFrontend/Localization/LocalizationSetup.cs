using Microsoft.AspNetCore.Localization;

namespace OrleansVideo.WebFrontend.Localization;

/// <summary>Lets the site speak the reader's language.</summary>
internal static class LocalizationSetup
{
    /// <summary>Adds texts, and the way to find a request's language: what the reader chose, else what the browser prefers.</summary>
    public static IServiceCollection AddSiteLocalization(this IServiceCollection services)
    {
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(SiteLanguage.All[0].Tag);
            options.SupportedCultures = options.SupportedUICultures = SiteLanguage.Cultures;
            options.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptedLanguage()];
            options.ApplyCurrentCultureToResponseHeaders = true;
        });
        return services;
    }

    /// <summary>Chooses each request's language; everything after it speaks it.</summary>
    public static void UseSiteLocalization(this IApplicationBuilder app) => app.UseRequestLocalization();
}

/// <summary>
/// The language that the browser prefers among ours (Accept-Language, RFC 9110 §12.5.4). What browsers say of Simplified Chinese names
/// a region or nothing rather than the script (CLDR, likely subtags); the framework looks at the beginnings of tags alone, and would not
/// find it. Tags are only compared: made into cultures, which .NET keeps for ever, strangers' inventions would fill the memory.
/// </summary>
internal sealed class AcceptedLanguage : RequestCultureProvider
{
    private const int MostTags = 8;
    private const string SimplifiedChinese = "zh-Hans";

    private static readonly string[] ForSimplifiedChinese = ["zh", "zh-CN", "zh-SG"];

    /// <inheritdoc/>
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var accepted = httpContext.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1).Take(MostTags)
            .Where(language => language.Quality is not 0)
            .Select(language => Ours(language.Value.ToString())).FirstOrDefault(tag => tag is not null);
        return Task.FromResult(accepted is null ? null : new ProviderCultureResult(accepted));
    }

    private static string? Ours(string tag) => ForSimplifiedChinese.Contains(tag, StringComparer.OrdinalIgnoreCase)
        ? SimplifiedChinese
        : SiteLanguage.All.FirstOrDefault(language => Covers(language.Tag, tag))?.Tag;

    private static bool Covers(string ours, string tag) => tag.StartsWith(ours, StringComparison.OrdinalIgnoreCase)
        && (tag.Length == ours.Length || tag[ours.Length] == '-');
}
