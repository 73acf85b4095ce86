using System.Net;
using Microsoft.Extensions.Options;

namespace OrleansVideo.Silo.Telemetry;

/// <summary>Refuses addresses that are none.</summary>
public sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return IPAddress.TryParse(options.MetricsAddress, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"OrleansVideo:Telemetry:MetricsAddress must be an IP address, but is '{options.MetricsAddress}'.");
    }
}
