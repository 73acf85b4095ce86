using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.WebFrontend.Security;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>
/// Remembers, in a cookie that only this site can write and read, to which accounts a browser was signed in. Strangers' failed sign-ins
/// delay no such browser. The cookie opens nothing; it outlives a sign-out, and ends with the account's password, by its security stamp.
/// </summary>
/// <param name="protection">The site's keys.</param>
/// <param name="options">How long a browser is remembered.</param>
/// <param name="clock">The time.</param>
public sealed class KnownDevices(IDataProtectionProvider protection, IOptions<AccountsOptions> options, TimeProvider clock)
{
    /// <summary>The cookie's name over plain HTTP; over HTTPS it has the prefix that binds it to this host (RFC 6265bis §4.1.3.2).</summary>
    public const string CookieName = "orleansvideo-devices";

    /// <summary>Accounts that one browser is remembered for; one more makes the one that was used first be forgotten.</summary>
    public const int MaxAccounts = 8;

    private const int MaxCookie = 4_000;
    private const int StampBytes = 12;

    private readonly IDataProtector _protector = protection.CreateProtector("OrleansVideo.KnownDevices.v1");

    /// <summary>Under which name this browser is known to an account; null when it is not, or was under another password.</summary>
    /// <param name="context">The request.</param>
    /// <param name="account">The account as it is now.</param>
    public Guid? Find(HttpContext context, AccountRecord account) =>
        Read(context).FirstOrDefault(device => device.AccountId == account.Id && device.Stamp == StampOf(account))?.DeviceId;

    /// <summary>Whether the cookie speaks of any account at all, so that it is worth asking for one.</summary>
    public bool IsPresent(HttpContext context) => Read(context).Count > 0;

    /// <summary>From now on this browser is known to the account; a browser that was keeps its name.</summary>
    /// <param name="context">The request whose response sets the cookie.</param>
    /// <param name="account">The account as it is now.</param>
    public void Remember(HttpContext context, AccountRecord account)
    {
        var known = Read(context);
        var id = known.FirstOrDefault(device => device.AccountId == account.Id)?.DeviceId ?? Guid.NewGuid();
        Device[] devices =
        [
            .. known.Where(device => device.AccountId != account.Id).TakeLast(MaxAccounts - 1),
            new(account.Id, id, StampOf(account), clock.GetUtcNow().ToUnixTimeSeconds()),
        ];
        context.Response.Cookies.Append(
            NameFor(context), _protector.Protect(JsonSerializer.Serialize(devices)), new CookieOptions
            {
                Path = "/",
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                MaxAge = options.Value.KnownDeviceLife,
                IsEssential = true,
            });
    }

    private List<Device> Read(HttpContext context)
    {
        if (context.Request.Cookies[NameFor(context)] is not { Length: > 0 and <= MaxCookie } cookie) return [];
        try
        {
            var since = (clock.GetUtcNow() - options.Value.KnownDeviceLife).ToUnixTimeSeconds();
            return [.. JsonSerializer.Deserialize<Device[]>(_protector.Unprotect(cookie))!.Where(device => device.Since > since)];
        }
        catch (CryptographicException)
        {
            return []; // Not ours, or of a key that has gone.
        }
    }

    private static string NameFor(HttpContext context) => HostCookies.NameFor(context.Request, CookieName);

    private static string StampOf(AccountRecord account) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(account.SecurityStamp ?? "")).AsSpan(0, StampBytes));

    private sealed record Device(Guid AccountId, Guid DeviceId, string Stamp, long Since);
}
