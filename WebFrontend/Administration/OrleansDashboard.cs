using Orleans.Dashboard;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Pages.Admin;
using OrleansVideo.WebFrontend.Security;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>The Orleans dashboard, which is anonymous by default, for admins and its own page alone.</summary>
internal static class OrleansDashboard
{
    /// <summary>Maps the dashboard at <c>/admin/orleans</c>, with the navigation of the pages for admins on top.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder routes) =>
        routes.MapOrleansDashboard(AdminPlaces.Dashboard)
            .AddEndpointFilter<IEndpointConventionBuilder, DashboardGuard>() // The outermost.
            .AddEndpointFilter<IEndpointConventionBuilder, DashboardFrame>()
            .RequireAuthorization(AccountsSetup.AdminsOnly)
            .WithSecurityHeadersPolicy(HeaderPolicies.Dashboard)
            .ExcludeFromDescription();
}
