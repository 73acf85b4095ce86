using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Silo.Health;

/// <summary>Healthy while the database answers.</summary>
/// <param name="database">The site's database.</param>
internal sealed class DatabaseHealthCheck(IVideoDatabase database) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM OrleansQuery";
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (DbException exception)
        {
            return new HealthReason(HealthReasonCode.DatabaseSilent).ToResult(context.Registration.FailureStatus, exception);
        }
    }
}
