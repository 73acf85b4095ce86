using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Localization;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Preferences;

/// <summary>
/// What a reader prefers, kept in cookies. The form stands at the foot of every page and works without scripts; as it is no secret and
/// harms nobody, it needs no antiforgery token, whose cookie visitors would else get (another site's page is refused all the same).
/// </summary>
internal static class PreferencesRoutes
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary>Maps <c>/preferences</c>.</summary>
    public static void MapPreferences(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/preferences", Keep).DisableAntiforgery().LimitRate(RateLimitKind.Preferences)
            .WithMetadata(new RequestSizeLimitAttribute(ApiSetup.MaxBody)).ExcludeFromDescription();

    private static IResult Keep([FromForm] string? language, [FromForm] string? theme, [FromForm] string? returnUrl, HttpContext context)
    {
        if ((language is not null && !SiteLanguage.IsKnown(language)) || (theme is not null && !Theme.Choices.Contains(theme)))
            return RefusalCode.QueryInvalid.ToProblem();
        if (language is not null)
            Set(context, CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)));
        if (theme is not null) Set(context, Theme.Cookie, theme);
        return new SeeOther(LocalUrl.OrElse(returnUrl, "/"));
    }

    private static void Set(HttpContext context, string cookie, string value) => context.Response.Cookies.Append(cookie, value, new CookieOptions
    {
        MaxAge = Kept,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        IsEssential = true,
    });
}

/// <summary>Light or dark, as the reader chose it; a reader who chose nothing gets what the system prefers.</summary>
internal static class Theme
{
    /// <summary>The cookie that keeps the choice. Scripts write it too.</summary>
    public const string Cookie = "theme";

    /// <summary>What can be chosen; <c>auto</c> is the system's preference.</summary>
    public static readonly string[] Choices = ["auto", "light", "dark"];

    /// <summary>The reader's choice: <c>light</c>, <c>dark</c>, or null for the system's preference.</summary>
    public static string? GetTheme(this HttpContext context) =>
        context.Request.Cookies[Cookie] is ("light" or "dark") and var theme ? theme : null;
}
