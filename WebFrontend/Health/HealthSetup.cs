using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.WebFrontend.Accounts.Sessions;

namespace OrleansVideo.WebFrontend.Health;

/// <summary>Health: whether the process lives, and whether it can serve.</summary>
public static class HealthSetup
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Adds the checks that decide readiness.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<SiloHealthCheck>("silo", timeout: Patience)
            .AddCheck<DatabaseHealthCheck>("database", timeout: Patience)
            .AddCheck<MediaHealthCheck>("media", timeout: Patience);
        return services.AddSingleton<Readiness>();
    }

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>; a degraded site stays in service (200).</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Operations").WithMetadata(NeedsNoSession.Instance);
        health.MapGet("/live", () => TypedResults.Ok(new { status = nameof(HealthStatus.Healthy) })).WithSummary("The process answers");
        health.MapGet("/ready", ReadyAsync).WithSummary("Silo, database and media directory can serve")
            .Produces<HealthJson>().Produces<HealthJson>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ReadyAsync(Readiness readiness, HttpContext context)
    {
        var report = await readiness.GetAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        if (report.Status != HealthStatus.Unhealthy) return TypedResults.Ok(HealthJson.From(report));
        context.Response.Headers.RetryAfter = "2";
        return TypedResults.Json(HealthJson.From(report), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
