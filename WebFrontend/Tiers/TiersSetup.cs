using OrleansVideo.Silo.Configuration;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Tiers.Forwarding;

namespace OrleansVideo.WebFrontend.Tiers;

/// <summary>Which part of the site this frontend is.</summary>
public static class TiersSetup
{
    /// <summary>Adds this frontend's roles, and the way to the streaming tier unless it streams itself.</summary>
    /// <returns>The roles, by which the site is put together.</returns>
    public static FrontendRoles AddRoles(this WebApplicationBuilder builder)
    {
        builder.Services.AddVideoOptions<RolesOptions, RolesOptionsValidator>("");
        builder.Services.AddVideoOptions<StreamingTierOptions, StreamingTierOptionsValidator>("StreamingTier");

        // A list that can't be read ends the start when the options are checked, whatever is put together here.
        if (!RoleList.TryParse(builder.Configuration[RolesOptions.Key] ?? RolesOptions.Default, out var roles, out _)) return FrontendRoles.Both;
        if (!roles.HasFlag(FrontendRoles.Pages)) builder.Services.AddSingleton<PagesElsewhere>();
        if (!roles.HasFlag(FrontendRoles.Streaming)) builder.Services.AddStreamingTier();
        return roles;
    }
}
