using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OrleansVideo.Media.Posters;
using OrleansVideo.Videos;

namespace OrleansVideo.Silo.Health;

/// <summary>Degraded where this silo can make no posters though it is to: the site serves without them.</summary>
internal sealed class PosterHealthCheck(PosterMaker posters, IOptions<PostersOptions> options) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(options.Value.Enabled && posters.Problem is { } problem
            ? HealthReason.FromPosterProblem(problem).ToResult(HealthStatus.Degraded)
            : HealthCheckResult.Healthy());
}
