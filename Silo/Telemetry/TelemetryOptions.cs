using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace OrleansVideo.Silo.Telemetry;

/// <summary>Where a frontend shows its metrics, bound from <c>OrleansVideo:Telemetry</c>. A silo shows them beside its health.</summary>
public sealed class TelemetryOptions
{
    /// <summary>TCP port of an own address for metrics and health, without sign-in; 0 for none.</summary>
    [Range(0, 65535)]
    public int MetricsPort { get; set; }

    /// <summary>IP address that this port listens on; loopback unless a Prometheus on another machine asks.</summary>
    [Required]
    public string MetricsAddress { get; set; } = "127.0.0.1";
}

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
