using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Limits;

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
