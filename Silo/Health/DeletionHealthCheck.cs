using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.Deletion;

namespace OrleansVideo.Silo.Health;

/// <summary>
/// Degraded while deletions are behind: the site serves, and what people deleted is still there. How late they are is asked of
/// the ledger, so every process tells the same.
/// </summary>
/// <param name="grains">The cluster.</param>
internal sealed class DeletionHealthCheck(IGrainFactory grains) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var lateness = await grains.GetGrain<IDeletionLedgerGrain>(0).ReadLateness(cancellationToken);
            return lateness.IsTooLate ? HealthCheckResult.Degraded(Words(lateness)) : HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whether the cluster and its database can serve is for their own checks to say.
            return HealthCheckResult.Degraded("How late deletions are can't be told: the ledger does not answer.", exception);
        }
    }

    private static string Words(DeletionLateness lateness) => string.Create(
        CultureInfo.InvariantCulture, $"The oldest due deletion has been waiting for {lateness.Late:d\\.hh\\:mm\\:ss}; the limit is {lateness.Limit:d\\.hh\\:mm\\:ss}.");
}
