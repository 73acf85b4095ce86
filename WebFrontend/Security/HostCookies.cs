using Microsoft.AspNetCore.Authentication.Cookies;

namespace OrleansVideo.WebFrontend.Security;

/// <summary>
/// Cookies whose name begins with <c>__Host-</c> where they are set over HTTPS: a browser takes such a one only from this very host, over
/// HTTPS and for all paths, so that no neighbouring host can plant it (RFC 6265bis §4.1.3.2). Those without the prefix, set over HTTP or
/// by an earlier release, are believed until they expire.
/// </summary>
internal sealed class HostCookies : ICookieManager
{
    private const string Prefix = "__Host-";
    private readonly ChunkingCookieManager _chunks = new();

    /// <summary>What a cookie is called when it is set in answer to this request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The cookie's plain name.</param>
    public static string NameFor(HttpRequest request, string name) => request.IsHttps ? Prefix + name : name;

    /// <summary>Reads a cookie under either name; the one that only this host can have set comes first.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The cookie's plain name.</param>
    /// <returns>Its value; null when the request has neither.</returns>
    public static string? Read(HttpRequest request, string name) => request.Cookies[Prefix + name] ?? request.Cookies[name];

    /// <summary>Whether an answer to this request should set the cookie again, under the name that only this host can set.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The cookie's plain name.</param>
    public static bool IsOutdated(HttpRequest request, string name) =>
        request.IsHttps && request.Cookies.ContainsKey(name) && !request.Cookies.ContainsKey(Prefix + name);

    /// <inheritdoc/>
    public string? GetRequestCookie(HttpContext context, string key) =>
        _chunks.GetRequestCookie(context, Prefix + key) ?? _chunks.GetRequestCookie(context, key);

    /// <inheritdoc/>
    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
    {
        _chunks.AppendResponseCookie(context, NameFor(context.Request, key), value, options);
        if (context.Request.IsHttps && context.Request.Cookies.ContainsKey(key)) _chunks.DeleteCookie(context, key, options);
    }

    /// <inheritdoc/>
    public void DeleteCookie(HttpContext context, string key, CookieOptions options)
    {
        _chunks.DeleteCookie(context, key, options);
        if (context.Request.IsHttps) _chunks.DeleteCookie(context, Prefix + key, options);
    }
}
