using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansVideo.WebFrontend.Network;

/// <summary>The network in front of the site, <c>OrleansVideo:Network</c>.</summary>
public sealed class NetworkOptions
{
    /// <summary>
    /// Addresses (<c>10.0.0.7</c>) and networks (<c>10.0.0.0/8</c>) of proxies whose <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> are believed, separated by commas. None by default: anybody can send these headers (W1).
    /// </summary>
    public string KnownProxies { get; set; } = "";

    /// <summary>
    /// The address by which people reach the site, such as <c>https://videos.example.org</c>; feeds, shared pages and other whole
    /// addresses are built from it. Empty: from the Host header of the request, which anybody can choose.
    /// </summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>
    /// How long browsers that came over HTTPS insist on it afterwards (Strict-Transport-Security, RFC 6797), for this host alone.
    /// Zero: the header is not sent. It is never sent over HTTP, nor by localhost.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "730.00:00:00")]
    public TimeSpan HstsMaxAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How long a stop waits for responses and uploads under way before it cuts them off. A few seconds more pass until the
    /// process is gone, so whatever supervises it must give it longer than that.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How many connections may be open at once; one more is closed. 0 for as many as the process's limit of open files allows, which no
    /// number exceeds.
    /// </summary>
    [Range(0, 10_000_000)]
    public int MaxConnections { get; set; }

    /// <summary>
    /// How many connections one address may have open at once; an IPv6 address counts by its /64, and a known proxy not at all. Never
    /// more than half of all. 0 for any number.
    /// </summary>
    [Range(0, 10_000_000)]
    public int MaxConnectionsPerAddress { get; set; } = 200;

    /// <summary>
    /// How many different ids that are not there one address may ask for within a minute, before its requests by id are refused for
    /// the rest of it (429 <c>rate-limited</c>). An IPv6 address counts by its /64. 0 for any number.
    /// </summary>
    [Range(0, 100_000)]
    public int MaxUnknownIdsPerMinute { get; set; } = 60;
}

/// <summary>Checks that each known proxy is an address or a network, and that the site's address is one.</summary>
internal sealed class NetworkOptionsValidator : IValidateOptions<NetworkOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, NetworkOptions options)
    {
        var faults = new List<string>();
        if (!KnownProxies.TryParse(options.KnownProxies, out _, out var unreadable))
            faults.Add($"OrleansVideo:Network:KnownProxies must list IP addresses or networks such as 10.0.0.0/8, but has '{unreadable}'.");
        if (options.PublicUrl.Length > 0 && !IsSiteAddress(options.PublicUrl))
        {
            faults.Add("OrleansVideo:Network:PublicUrl must be the scheme and host of the site, with a port if it has one, such as "
                + $"https://videos.example.org, but is '{options.PublicUrl}'.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static bool IsSiteAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url is { PathAndQuery: "/", Fragment: "", UserInfo: "" };
}
