using Microsoft.Extensions.Options;

namespace OrleansVideo.WebFrontend.Tiers;

/// <summary>The frontends that stream for this one, <c>OrleansVideo:StreamingTier</c>.</summary>
public sealed class StreamingTierOptions
{
    /// <summary>The key of <see cref="Address"/>, as it is written in messages.</summary>
    public const string AddressKey = "OrleansVideo:StreamingTier:Address";

    /// <summary>
    /// Where they listen: one http or https address or several, separated by commas, such as <c>http://10.0.0.7:5000</c>.
    /// A frontend that streams by itself has none.
    /// </summary>
    public string Address { get; set; } = "";
}

/// <summary>Checks that a frontend knows where the streaming tier is exactly when it does not stream itself.</summary>
/// <param name="configuration">The configuration of the host.</param>
internal sealed class StreamingTierOptionsValidator(IConfiguration configuration) : IValidateOptions<StreamingTierOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StreamingTierOptions options)
    {
        // What of an entry is shown is what is certainly no password.
        if (!TierAddresses.TryParse(options.Address, out var addresses, out var unreadable))
            return ValidateOptionsResult.Fail(
                $"{StreamingTierOptions.AddressKey} must list addresses such as http://10.0.0.7:5000, without user, path or query, but has '{Shown(unreadable!)}'.");
        if (!RoleList.TryParse(configuration[RolesOptions.Key] ?? RolesOptions.Default, out var roles, out _))
            return ValidateOptionsResult.Success; // What is wrong with the roles is said elsewhere.
        return (addresses.Count, roles.HasFlag(FrontendRoles.Streaming)) switch
        {
            (0, false) => ValidateOptionsResult.Fail(
                $"{StreamingTierOptions.AddressKey} must be set: {RolesOptions.Key} is without streaming, so videos and uploads are forwarded."),
            ( > 0, true) => ValidateOptionsResult.Fail(
                $"{StreamingTierOptions.AddressKey} is set, but {RolesOptions.Key} has streaming, so nothing is forwarded: take one of them away."),
            _ => ValidateOptionsResult.Success,
        };
    }

    private static string Shown(string entry) => entry[(entry.LastIndexOf('@') + 1)..];
}

/// <summary>Reads the list of a tier's addresses.</summary>
internal static class TierAddresses
{
    /// <summary>The addresses of a comma-separated list, each once.</summary>
    /// <param name="list">The list.</param>
    /// <param name="addresses">The addresses when this returns true; none of an empty list.</param>
    /// <param name="unreadable">The entry that is no such address when this returns false.</param>
    public static bool TryParse(string list, out IReadOnlyList<Uri> addresses, out string? unreadable)
    {
        var found = new List<Uri>();
        (addresses, unreadable) = (found, null);
        foreach (var entry in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Uri.TryCreate(entry, UriKind.Absolute, out var uri) || !IsOrigin(uri))
            {
                unreadable = entry;
                return false;
            }

            if (!found.Contains(uri)) found.Add(uri);
        }

        return true;
    }

    /// <summary>Scheme, host and port, and nothing else: paths are forwarded as they are, and a user's name would be a secret.</summary>
    private static bool IsOrigin(Uri uri) =>
        uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.PathAndQuery == "/" && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;
}
