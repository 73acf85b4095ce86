using Microsoft.Extensions.Options;

namespace OrleansVideo.WebFrontend.Network;

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
