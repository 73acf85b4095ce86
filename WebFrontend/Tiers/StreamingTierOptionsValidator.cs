using Microsoft.Extensions.Options;

namespace OrleansVideo.WebFrontend.Tiers;

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
