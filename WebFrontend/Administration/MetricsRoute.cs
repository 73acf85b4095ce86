using OrleansVideo.Silo.Telemetry;
using OrleansVideo.WebFrontend.Accounts;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>
/// <c>GET /metrics</c> on the site's own address, for admins: it tells who is busy with what. A Prometheus asks on
/// <c>Telemetry:MetricsPort</c>.
/// </summary>
internal static class MetricsRoute
{
    /// <summary>Maps the route.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapVideoMetrics().RequireAuthorization(AccountsSetup.AdminsOnly).ExcludeFromDescription();
}
