using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace OrleansVideo.Silo.Clustering.Tls;

/// <summary>
/// TLS with certificates on both sides between the cluster's processes, bound from <c>OrleansVideo:Cluster:Tls</c>. All three files, or
/// none; they are read again when they change.
/// </summary>
public sealed class ClusterTlsOptions
{
    /// <summary>The section, as it is written in messages.</summary>
    internal const string Section = "OrleansVideo:Cluster:Tls";

    /// <summary>PEM file with this process's certificate, signed by an authority itself.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file with its private key, not encrypted.</summary>
    public string? Key { get; set; }

    /// <summary>PEM file with the certificates of the authorities that are trusted: one, or two while one takes the other's place.</summary>
    public string? Authorities { get; set; }

    /// <summary>Whether TLS is on.</summary>
    internal bool IsOn => !string.IsNullOrWhiteSpace(Certificate);

    /// <summary>The key and the value of each file.</summary>
    internal IEnumerable<(string Key, string? Path)> Files =>
    [
        ($"{Section}:{nameof(Certificate)}", Certificate), ($"{Section}:{nameof(Key)}", Key), ($"{Section}:{nameof(Authorities)}", Authorities),
    ];
}

/// <summary>
/// Checks that the certificates of a cluster's process can be used, and that a silo which others may reach over a network that is
/// anybody's has some.
/// </summary>
/// <param name="configuration">The configuration of the host.</param>
/// <param name="role">What this process is.</param>
/// <param name="clock">The time.</param>
internal sealed class ClusterTlsOptionsValidator(IConfiguration configuration, ClusterRole role, TimeProvider clock) : IValidateOptions<ClusterTlsOptions>
{
    private const string AddressKey = "OrleansVideo:Cluster:AdvertisedAddress";

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), // RFC 1918
        IPNetwork.Parse("::1/128"), IPNetwork.Parse("fc00::/7"), // RFC 4193
    ];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ClusterTlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Files.All(file => string.IsNullOrWhiteSpace(file.Path)))
        {
            var address = configuration[AddressKey];
            return role == ClusterRole.Frontend || IsPrivate(address)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    $"{string.Join(", ", options.Files.Select(file => file.Key))} must be set: {AddressKey} is {address}, which is neither loopback nor private "
                    + "(RFC 1918, fc00::/7), and without TLS whoever reaches a silo's ports can do everything as an admin.");
        }

        try
        {
            CertificateFiles.Read(options, role, clock.GetUtcNow()).Own.Dispose();
            return ValidateOptionsResult.Success;
        }
        catch (CertificateFileException exception)
        {
            return ValidateOptionsResult.Fail(exception.Message);
        }
    }

    /// <summary>Whether only this machine, or a network of the site's own, reaches the address. What is no address is said elsewhere.</summary>
    internal static bool IsPrivate(string? text)
    {
        if (!IPAddress.TryParse(text, out var address)) return true;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6) address.ScopeId = 0;
        return Private.Any(network => network.Contains(address));
    }
}
