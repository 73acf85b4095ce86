using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Security;

namespace OrleansVideo.WebFrontend.Pages;

/// <summary>Puts the pages and their assets into the frontend.</summary>
public static class PagesExtensions
{
    /// <summary>
    /// The framework's key: whether assets may change while the site runs. A site that runs from its build output assumes
    /// it: it sends assets uncompressed and lets no browser keep them. That serves development alone.
    /// </summary>
    private const string AssetsMayChange = "ReloadStaticAssetsAtRuntime";

    /// <summary>
    /// Registers the Razor Pages. Those that belong to an account send visitors to sign-in; those of admins are theirs alone. Text of any script is written
    /// as it is; only what HTML gives a meaning to is escaped.
    /// </summary>
    public static IServiceCollection AddVideoPages(this IServiceCollection services)
    {
        services.AddRazorPages(options =>
        {
            options.Conventions.AuthorizeFolder("/UserHome");
            options.Conventions.AuthorizePage("/Account/Index");
            options.Conventions.AuthorizeFolder("/Admin", AccountsSetup.AdminsOnly);
            options.Conventions.ConfigureFilter(new CallerCaching());
        }).AddViewLocalization();
        services.AddSingleton<UserHome.SelectedVideos>();
        services.AddSingleton<CookieTempDataProvider>().AddSingleton<ITempDataProvider, QuietTempData>();
        services.Configure<RouteOptions>(options => options.LowercaseUrls = true);
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        return services;
    }

    /// <summary>Maps the assets (fingerprinted, compressed, cached for ever) and the pages that link to them.</summary>
    public static IEndpointRouteBuilder MapVideoPages(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        if (!services.GetRequiredService<IHostEnvironment>().IsDevelopment())
            services.GetRequiredService<IConfiguration>()[AssetsMayChange] ??= bool.FalseString;
        endpoints.MapStaticAssets();
        endpoints.MapRazorPages().WithStaticAssets().WithMetadata(new RequestSizeLimitAttribute(ApiSetup.MaxBody)); // Their forms are short.
        return endpoints;
    }
}

/// <summary>
/// What one page tells the next, in a cookie as the framework keeps it; but a visitor who has no such cookie is not told,
/// with every page, to delete it. So pages without a message stay free of cookies.
/// </summary>
/// <param name="cookies">The framework's own.</param>
/// <param name="options">The cookie's name.</param>
internal sealed class QuietTempData(CookieTempDataProvider cookies, IOptions<CookieTempDataProviderOptions> options) : ITempDataProvider
{
    private readonly string _name = options.Value.Cookie.Name ?? CookieTempDataProvider.CookieName;

    /// <inheritdoc/>
    public IDictionary<string, object> LoadTempData(HttpContext context) => cookies.LoadTempData(context);

    /// <inheritdoc/>
    public void SaveTempData(HttpContext context, IDictionary<string, object> values)
    {
        if (values is { Count: > 0 } || context.Request.Cookies.ContainsKey(_name)) cookies.SaveTempData(context, values);
    }
}
