using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.DataProtection;
using OrleansVideo.WebFrontend.Security;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// The signed cookie that makes a browser one viewer. It holds a random number and nothing about the person; scripts
/// can't read it (W10), and a made-up one is not believed.
/// </summary>
public static class ViewerCookie
{
    private const string Name = "orleansvideo-viewer";
    private const string Purpose = "OrleansVideo.Viewer";
    private static readonly TimeSpan Life = TimeSpan.FromDays(365);

    /// <summary>Gives the browser a viewer cookie unless it has a valid one. Pages with a player call this.</summary>
    public static void Ensure(HttpContext context)
    {
        var viewer = Read(context);
        if (viewer is not null && !HostCookies.IsOutdated(context.Request, Name)) return;
        viewer ??= Guid.NewGuid().ToString("N");
        context.Response.Cookies.Append(HostCookies.NameFor(context.Request, Name), Protector(context).Protect(viewer), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = Life,
            Path = "/",
        });
    }

    /// <summary>
    /// The viewer that the request's cookie names; null without a valid one. A connection remembers what it was told last:
    /// a player asks again and again with the same cookie, and a signature takes longer to check than all the rest.
    /// </summary>
    internal static string? Read(HttpContext context)
    {
        if (HostCookies.Read(context.Request, Name) is not { } cookie) return null;
        var memory = HttpProtocol.IsHttp11(context.Request.Protocol) // The requests of HTTP/2 run side by side.
            ? context.Features.Get<IConnectionItemsFeature>()?.Items
            : null;
        if (memory is not null && memory.TryGetValue(Name, out var known) && known is Known last && last.Cookie == cookie) return last.Viewer;
        var viewer = Check(context, cookie);
        if (memory is not null) memory[Name] = new Known(cookie, viewer);
        return viewer;
    }

    private static string? Check(HttpContext context, string cookie)
    {
        try
        {
            return Protector(context).Unprotect(cookie);
        }
        catch (CryptographicException)
        {
            // Forged, cut short, or signed by a key that is gone: a viewer like any other without a cookie.
            return null;
        }
    }

    private static IDataProtector Protector(HttpContext context) =>
        context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose);

    private sealed record Known(string Cookie, string? Viewer);
}
