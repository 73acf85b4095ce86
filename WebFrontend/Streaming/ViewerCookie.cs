using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

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
        if (Read(context) is not null) return;
        context.Response.Cookies.Append(Name, Protector(context).Protect(Guid.NewGuid().ToString("N")), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = Life,
            Path = "/",
        });
    }

    /// <summary>The viewer that the request's cookie names; null without a valid one.</summary>
    internal static string? Read(HttpContext context)
    {
        if (!context.Request.Cookies.TryGetValue(Name, out var cookie)) return null;
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
}
