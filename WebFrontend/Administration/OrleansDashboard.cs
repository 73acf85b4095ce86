using Orleans.Dashboard;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Security;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>The Orleans dashboard, which is anonymous by default, for admins alone.</summary>
internal static class OrleansDashboard
{
    /// <summary>Maps the dashboard at <c>/admin/orleans</c>.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder routes) =>
        routes.MapOrleansDashboard("/admin/orleans")
            .RequireAuthorization(AccountsSetup.AdminsOnly)
            .WithSecurityHeadersPolicy(HeaderPolicies.Dashboard)
            .ExcludeFromDescription();
}
