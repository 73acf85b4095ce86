using System.Net;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>
/// From where a password or code comes, as far as limits go. A stranger goes by the network address alone. Who holds an account's device
/// cookie, or one of its sessions, goes by that, so that strangers' failures are none of his; and his turn comes first.
/// </summary>
/// <param name="Key">Whose failures are counted together.</param>
/// <param name="Budget">Whose attempts are counted together, and share a place among those who wait for a hash.</param>
/// <param name="IsKnown">Whether the account has let this one in before.</param>
public sealed record SignInSource(string Key, string Budget, bool IsKnown)
{
    /// <summary>The site itself, which makes its first admin: nobody else can ask in this name.</summary>
    public static readonly SignInSource Site = new("site", "site", IsKnown: true);

    /// <summary>Somebody who is known by nothing but an address.</summary>
    public static SignInSource Of(IPAddress? address)
    {
        var prefix = NetworkPrefix.Of(address).ToString();
        return new(prefix, prefix, IsKnown: false);
    }

    /// <summary>A browser that was signed in to this account before. All devices of an account share one budget, as anybody can collect them.</summary>
    public static SignInSource OfDevice(Guid deviceId, Guid accountId) => new($"device {deviceId:N}", $"account {accountId:N}", IsKnown: true);

    /// <summary>Who is signed in to the account.</summary>
    public static SignInSource OfSession(Guid sessionId, Guid accountId) => new($"session {sessionId:N}", $"account {accountId:N}", IsKnown: true);
}
