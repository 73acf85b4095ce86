using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Connections.Security;
using OrleansVideo.Silo.Configuration;

namespace OrleansVideo.Silo.Clustering.Tls;

/// <summary>
/// TLS on all connections between silos and frontends. Both sides show a certificate of the cluster's own authority, and what it says
/// they are must fit: a silo's port takes silos, its gateway takes frontends, and whoever connects expects a silo. So a frontend's
/// certificate makes no silo.
/// </summary>
/// <param name="options">Where the certificates lie.</param>
/// <param name="role">What this process is.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ClusterTls(IOptions<ClusterTlsOptions> options, ClusterRole role, TimeProvider clock, ILogger<ClusterTls> logger)
{
    private readonly Lock _reading = new();
    private CertificateFiles? _files;
    private string _read = "";

    /// <summary>Secures a silo's connections, if TLS is on.</summary>
    public void Secure(SiloConnectionOptions connections)
    {
        if (!options.Value.IsOn) return;
        connections.ConfigureSiloInboundConnection(connection => connection.UseServerTls(With(ClusterRole.Silo, isServer: false)));
        connections.ConfigureGatewayInboundConnection(connection => connection.UseServerTls(With(ClusterRole.Frontend, isServer: false)));
        connections.ConfigureSiloOutboundConnection(connection => connection.UseClientTls(With(ClusterRole.Silo, isServer: true)));
    }

    /// <summary>Secures a frontend's connections, if TLS is on.</summary>
    public void Secure(ClientConnectionOptions connections)
    {
        if (!options.Value.IsOn) return;
        connections.ConfigureConnection(connection => connection.UseClientTls(With(ClusterRole.Silo, isServer: true)));
    }

    private TlsOptions With(ClusterRole peer, bool isServer) => new()
    {
        LocalCertificate = Files().Own,
        LocalServerCertificateSelector = (_, _) => Files().Own,
        LocalClientCertificateSelector = (_, _, _, _, _) => Files().Own,
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        ClientCertificateMode = RemoteCertificateMode.RequireCertificate,
        RemoteCertificateValidation = (shown, _, _) => IsRight(shown, peer, isServer),
        OnAuthenticateAsClient = (_, client) => client.TargetHost = peer.CertificateName(),
    };

    /// <summary>The one judgement of a certificate: what the platform finds wrong with it, it finds by the machine's own authorities.</summary>
    private bool IsRight(X509Certificate2 shown, ClusterRole peer, bool isServer)
    {
        if (Files().Refuse(shown, peer, isServer, clock.GetUtcNow()) is not { } reason) return true;
        LogRefused(isServer ? "A process that this one connected to" : peer == ClusterRole.Silo ? "A process at the silo port" : "A process at the gateway port",
            shown.Subject, reason);
        return false;
    }

    /// <summary>
    /// The files as they are now: each connection asks, and they are read when one of them has changed. New ones that can't be used are
    /// left alone, and named in the log, as long as the old ones are held.
    /// </summary>
    private CertificateFiles Files()
    {
        lock (_reading)
        {
            var now = string.Join('|', options.Value.Files.Select(file => $"{File.GetLastWriteTimeUtc(file.Path!).Ticks}"));
            if (_files is not null && now == _read) return _files;
            try
            {
                var isNew = _files is not null;
                _files = CertificateFiles.Read(options.Value, role, clock.GetUtcNow());
                if (isNew) LogRead(_files.Own.Subject, _files.Own.NotAfter);
            }
            catch (CertificateFileException exception) when (_files is not null)
            {
                LogNotRead(exception.Message);
            }

            _read = now;
            return _files;
        }
    }

    [LoggerMessage(EventId = 2031, Level = LogLevel.Warning, Message = "{Who} showed the certificate {Subject}, which is refused: {Reason}")]
    private partial void LogRefused(string who, string subject, string reason);

    [LoggerMessage(EventId = 2032, Level = LogLevel.Information, Message = "New connections show the certificate {Subject}, valid until {Until:u}")]
    private partial void LogRead(string subject, DateTime until);

    [LoggerMessage(EventId = 2033, Level = LogLevel.Error, Message = "The certificate files have changed and can't be used, so the old ones are: {Reason}")]
    private partial void LogNotRead(string reason);
}

/// <summary>What a process is in the cluster. Its certificate says it, as a DNS name among its alternative names.</summary>
internal enum ClusterRole
{
    /// <summary>A silo: other silos and frontends connect to it, and it connects to other silos.</summary>
    Silo = 0,

    /// <summary>A frontend: it connects to silos' gateways.</summary>
    Frontend = 1,
}

/// <summary>What certificates say of roles.</summary>
internal static class ClusterRoleExtensions
{
    /// <summary>
    /// The name that a certificate of the role carries, whatever the process's address: addresses may change, and silos are found by
    /// address alone. Nobody can own a name below <c>.internal</c>.
    /// </summary>
    public static string CertificateName(this ClusterRole role) => role switch
    {
        ClusterRole.Silo => "silo.orleansvideo.internal",
        _ => "frontend.orleansvideo.internal",
    };
}

/// <summary>TLS between the cluster's processes.</summary>
internal static class ClusterTlsServiceCollectionExtensions
{
    /// <summary>Secures the connections of a process of the cluster, when its options say so.</summary>
    /// <param name="services">The services of either host.</param>
    /// <param name="role">What the process is.</param>
    public static void AddClusterTls(this IServiceCollection services, ClusterRole role)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddVideoOptions<ClusterTlsOptions>("Cluster:Tls");
        services.AddSingleton<IValidateOptions<ClusterTlsOptions>>(provider => new ClusterTlsOptionsValidator(
            provider.GetRequiredService<IConfiguration>(), role, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ClusterTls(
            provider.GetRequiredService<IOptions<ClusterTlsOptions>>(), role, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ClusterTls>>()));
        if (role == ClusterRole.Silo) services.AddOptions<SiloConnectionOptions>().Configure<ClusterTls>((connections, tls) => tls.Secure(connections));
        else services.AddOptions<ClientConnectionOptions>().Configure<ClusterTls>((connections, tls) => tls.Secure(connections));
    }
}
