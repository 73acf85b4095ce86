using Microsoft.Extensions.Options;

namespace OrleansVideo.WebFrontend.Network;

/// <summary>Checks that each known proxy is an address or a network.</summary>
internal sealed class NetworkOptionsValidator : IValidateOptions<NetworkOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, NetworkOptions options) =>
        KnownProxies.TryParse(options.KnownProxies, out _, out var unreadable)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"OrleansVideo:Network:KnownProxies must list IP addresses or networks such as 10.0.0.0/8, but has '{unreadable}'.");
}
