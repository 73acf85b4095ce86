using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Options;

namespace OrleansVideo.WebFrontend.Pages;

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
