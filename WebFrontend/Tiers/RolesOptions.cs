using Microsoft.Extensions.Options;

namespace OrleansVideo.WebFrontend.Tiers;

/// <summary>What this frontend serves, directly under <c>OrleansVideo</c>.</summary>
public sealed class RolesOptions
{
    /// <summary>The key, as it is written in messages.</summary>
    public const string Key = "OrleansVideo:Roles";

    /// <summary>Both roles.</summary>
    public const string Default = "pages,streaming";

    /// <summary>
    /// <c>pages</c>, <c>streaming</c>, or both, separated by commas. A frontend without <c>streaming</c> forwards the routes of
    /// videos, posters and uploads to the frontends that <see cref="StreamingTierOptions.Address"/> names.
    /// </summary>
    public string Roles { get; set; } = Default;
}

/// <summary>What a frontend serves by itself.</summary>
[Flags]
public enum FrontendRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Pages, API, administration and dashboard.</summary>
    Pages = 1,

    /// <summary>The routes that move whole files: videos, posters, uploads.</summary>
    Streaming = 2,

    /// <summary>Everything, as one frontend on its own does.</summary>
    Both = Pages | Streaming,
}

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

/// <summary>Reads the list of a frontend's roles.</summary>
internal static class RoleList
{
    /// <summary>The roles of a comma-separated list of <c>pages</c> and <c>streaming</c>, in any case and order.</summary>
    /// <param name="list">The list.</param>
    /// <param name="roles">The roles when this returns true.</param>
    /// <param name="unreadable">The word that is no role when this returns false; null when there is no word at all.</param>
    public static bool TryParse(string list, out FrontendRoles roles, out string? unreadable)
    {
        (roles, unreadable) = (FrontendRoles.None, null);
        foreach (var word in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            switch (word.ToUpperInvariant())
            {
                case "PAGES": roles |= FrontendRoles.Pages; break;
                case "STREAMING": roles |= FrontendRoles.Streaming; break;
                default: unreadable = word; return false;
            }
        }

        return roles != FrontendRoles.None;
    }
}
