using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Accounts;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>Who watches, for the counting of stream tokens.</summary>
internal static class Viewer
{
    /// <summary>
    /// The playback that a request belongs to. The viewer is the cookie, plus the account when signed in; a client without
    /// cookies is its address and user agent. It is hashed: keys and logs hold nobody's address.
    /// </summary>
    public static PlaybackKey PlaybackOf(this HttpContext context, Guid videoId)
    {
        var account = context.GetCaller()?.AccountId.ToString("N");
        var client = ViewerCookie.Read(context) ?? $"{context.AddressOf()} {context.Request.Headers.UserAgent}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{client} {account}"));
        return new PlaybackKey(Base64Url.EncodeToString(hash.AsSpan(..16)), videoId);
    }

    /// <summary>The network address that the limit per address counts.</summary>
    public static string AddressOf(this HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
