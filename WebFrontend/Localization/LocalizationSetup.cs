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
