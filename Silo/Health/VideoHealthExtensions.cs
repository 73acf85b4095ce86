using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansVideo.Silo.Health;

/// <summary>Whether a process lives, and whether it can serve: the same for both hosts.</summary>
public static class VideoHealthExtensions
{
    /// <summary>How long a check may take before it counts as failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    /// <summary>Adds readiness, and its checks of the media directory, of the clock and of late deletions.</summary>
    /// <param name="services">The services of either host.</param>
    /// <returns>The checks, for the host to add its own.</returns>
    public static IHealthChecksBuilder AddVideoHealth(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Readiness>();
        services.TryAddSingleton<ClockHealthCheck>(); // It remembers.
        // It would log a failing check every time; readiness logs it when that changes.
        services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
        return services.AddHealthChecks()
            .AddCheck<MediaHealthCheck>("media", timeout: Patience)
            .AddCheck<ClockHealthCheck>("clock", timeout: Patience)
            .AddCheck<DeletionHealthCheck>("deletion", HealthStatus.Degraded, timeout: Patience);
    }

    /// <summary>Adds the checks of a silo in a process of its own: its membership and its database.</summary>
    /// <param name="health">The health checks of the silo host.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddVideoSilo(this IHealthChecksBuilder health)
        => health
            .AddCheck<SiloHealthCheck>("silo", timeout: Patience)
            .AddCheck<DatabaseHealthCheck>("database", timeout: Patience);

    /// <summary>
    /// Maps <c>/health/live</c> (200 while the process answers) and <c>/health/ready</c>: 200 while it can serve, be it degraded; else
    /// 503 with Retry-After. Both say why.
    /// </summary>
    /// <param name="endpoints">The endpoints of either host.</param>
    /// <returns>The endpoints, for the host to add its conventions.</returns>
    public static RouteGroupBuilder MapVideoHealth(this IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.MapGroup("/health").WithTags("Operations");
        health.MapGet("/live", () => TypedResults.Ok(new { status = nameof(HealthStatus.Healthy) })).WithSummary("The process answers");
        health.MapGet("/ready", ReadyAsync).WithSummary("Silo, database and media directory can serve")
            .Produces<HealthJson>().Produces<HealthJson>(StatusCodes.Status503ServiceUnavailable);
        return health;
    }

    /// <summary>The report that <c>/health/ready</c> tells, at most as old, with no exception's words in it.</summary>
    /// <param name="services">The services of either host.</param>
    /// <param name="cancellationToken">Ends the waiting, not the checks.</param>
    /// <returns>The report.</returns>
    public static Task<HealthReport> ReadVideoHealthAsync(this IServiceProvider services, CancellationToken cancellationToken)
        => services.GetRequiredService<Readiness>().GetAsync(cancellationToken);

    private static async Task<IResult> ReadyAsync(Readiness readiness, HttpContext context)
    {
        var report = await readiness.GetAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        if (report.Status != HealthStatus.Unhealthy) return TypedResults.Ok(HealthJson.From(report));
        context.Response.Headers.RetryAfter = $"{Retry.TotalSeconds:0}";
        return TypedResults.Json(HealthJson.From(report), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>A health report as operators and load balancers see it.</summary>
/// <param name="Status">
/// The worst of the checks: <c>Healthy</c>; <c>Degraded</c>, which serves and needs somebody's eye; <c>Unhealthy</c>, which cannot
/// serve.
/// </param>
/// <param name="Checks">Each check by name.</param>
public sealed record HealthJson(string Status, IReadOnlyDictionary<string, HealthJson.Check> Checks)
{
    /// <summary>The report as it is shown.</summary>
    public static HealthJson From(HealthReport report) => new(
        report.Status.ToString(),
        report.Entries.ToDictionary(entry => entry.Key, entry => new Check(entry.Value.Status.ToString(), entry.Value.Description)));

    /// <summary>One check.</summary>
    /// <param name="Status">Its outcome.</param>
    /// <param name="Reason">Why, in words; null when there is nothing to say.</param>
    public sealed record Check(string Status, string? Reason);
}
