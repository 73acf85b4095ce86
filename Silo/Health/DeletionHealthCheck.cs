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
            return lateness.IsTooLate ? Reason(lateness).ToResult(HealthStatus.Degraded) : HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whether the cluster and its database can serve is for their own checks to say.
            return new HealthReason(HealthReasonCode.DeletionsUnknown).ToResult(HealthStatus.Degraded, exception);
        }
    }

    private static HealthReason Reason(DeletionLateness lateness) => new(HealthReasonCode.DeletionsLate, Words(lateness.Late), Words(lateness.Limit));

    private static string Words(TimeSpan time) => time.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);
}
