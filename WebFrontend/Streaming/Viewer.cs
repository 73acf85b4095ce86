using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.DataProtection;
using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Security;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>Who watches, for the counting of stream tokens.</summary>
internal static class Viewer
{
    private const int ViewerBytes = 16;
    private const int AgentBytes = 8;

    /// <summary>
    /// The playback that a request belongs to. The viewer is the cookie, plus the account when signed in; a client without
    /// cookies is its address and user agent, and counted by its address. It is hashed: keys and logs hold nobody's address.
    /// </summary>
    public static PlaybackKey PlaybackOf(this HttpContext context, Guid videoId)
    {
        var account = context.GetCaller()?.AccountId.ToString("N");
        return new PlaybackKey(
            ViewerCookie.Read(context) is { } viewer
                ? Hash($"{viewer} {account}", ViewerBytes)
                : Hash($"{context.AddressOf()} {account}", ViewerBytes) + "." + Hash(context.Request.Headers.UserAgent.ToString(), AgentBytes),
            videoId);
    }

    /// <summary>The network address that the limit per address counts: an IPv6 one by its /64, which is the least that a customer has.</summary>
    public static string AddressOf(this HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? NetworkPrefix.Of(address).ToString() : "unknown";

    private static string Hash(string text, int bytes) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(..bytes));
}

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
