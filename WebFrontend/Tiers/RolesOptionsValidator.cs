using Microsoft.Extensions.Options;

namespace OrleansVideo.WebFrontend.Tiers;

/// <summary>Refuses words that are no role, a frontend that would serve nothing, and half a site in embedded mode.</summary>
/// <param name="configuration">The configuration of the host.</param>
internal sealed class RolesOptionsValidator(IConfiguration configuration) : IValidateOptions<RolesOptions>
{
    private const string ModeKey = "OrleansVideo:Cluster:Mode";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RolesOptions options)
    {
        if (!RoleList.TryParse(options.Roles, out var roles, out var unreadable))
        {
            return ValidateOptionsResult.Fail(unreadable is null
                ? $"{RolesOptions.Key} names no role: set it to pages, streaming, or both separated by a comma."
                : $"{RolesOptions.Key} must list pages, streaming or both, but has '{unreadable}'.");
        }

        return roles == FrontendRoles.Both || IsCluster()
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{RolesOptions.Key} is '{options.Roles}', but with {ModeKey} Embedded this process is the whole site: "
                + $"set it to {RolesOptions.Default}, or the mode to Cluster.");
    }

    /// <summary>An embedded silo can't be reached by another frontend, so half a site would be all there is.</summary>
    private bool IsCluster() => string.Equals(configuration[ModeKey], "Cluster", StringComparison.OrdinalIgnoreCase);
}
