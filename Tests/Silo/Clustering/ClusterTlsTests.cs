using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using OrleansVideo.Tests.Silo.Database;
using OrleansVideo.Tests.Silo.Startup;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Silo.Clustering;

/// <summary>Who gets through the ports of a real silo.</summary>
[Trait("Needs", "postgres")]
public sealed class ClusterTlsTests(PostgresServer postgres) : IAsyncLifetime
{
    private const string Name = "silo.orleansvideo.internal";

    private readonly string _database = $"tls_{Guid.NewGuid():N}";
    private readonly TempDirectory _folder = new();
    private readonly TestAuthority _other = new();

    public async ValueTask InitializeAsync()
    {
        postgres.Execute($"create database {_database}");
        await TestAuthority.RunScript(_folder.File("tls"));
    }

    public ValueTask DisposeAsync()
    {
        postgres.Execute($"drop database {_database} with (force)");
        _folder.Dispose();
        _other.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Ports_TakeThoseAlone_WhoseCertificatesSaySo_AndCertificatesAreChangedAtOnce()
    {
        await using var silo = new SiloProcess(Directory.CreateDirectory(_folder.File("data")).FullName, environment: SiteSettings.Roomy
            .With("ConnectionStrings:OrleansVideo", postgres.ConnectionString(_database))
            .With("Cluster:Mode", "Cluster")
            .With("Cluster:Tls:Certificate", _folder.File("tls/silo/tls.crt"))
            .With("Cluster:Tls:Key", _folder.File("tls/silo/tls.key"))
            .With("Cluster:Tls:Authorities", _folder.File("tls/silo/ca.crt")).Environment);
        using var probe = new SiteClient(new Uri($"http://127.0.0.1:{silo.HealthPort}/"));
        await Eventually.True("the silo is ready", TimeSpan.FromSeconds(60), async () => await probe.TryGetStatus("/health/ready") == 200);
        using var asSilo = Load("silo");
        using var asFrontend = Load("frontend");
        using var ofAnother = _other.Sign(Name, 30, TestAuthority.ServerAuth, TestAuthority.ClientAuth);

        var serial = Assert.IsType<string>(await Connect(silo.SiloPort, asSilo));
        Assert.Null(await Connect(silo.SiloPort, asFrontend));
        Assert.Null(await Connect(silo.GatewayPort, asSilo));
        foreach (var port in (int[])[silo.SiloPort, silo.GatewayPort])
        {
            Assert.Null(await Connect(port, ofAnother));
            Assert.Null(await Connect(port, null));
            Assert.Equal(0, await SpeakPlainly(port));
        }

        // A new certificate of the same authority, then one of another authority, each without a restart.
        await TestAuthority.RunScript(_folder.File("tls"), "--renew");
        Assert.NotEqual(serial, Assert.IsType<string>(await Connect(silo.SiloPort, asSilo)));
        await TestAuthority.RunScript(_folder.File("tls"), "--new-authority");
        Assert.NotNull(await Connect(silo.SiloPort, asSilo));
        await TestAuthority.RunScript(_folder.File("tls"), "--renew");
        using var renewed = Load("silo");
        Assert.NotNull(await Connect(silo.SiloPort, asSilo));
        Assert.NotNull(await Connect(silo.SiloPort, renewed));
        await TestAuthority.RunScript(_folder.File("tls"), "--forget-authority");
        Assert.Null(await Connect(silo.SiloPort, asSilo));
        Assert.NotNull(await Connect(silo.SiloPort, renewed));

        // What can't be used is named, and changes nothing.
        await File.WriteAllTextAsync(_folder.File("tls/silo/tls.crt"), "nothing", TestContext.Current.CancellationToken);
        Assert.NotNull(await Connect(silo.SiloPort, renewed));
        silo.Terminate();
        await silo.WaitAsync(TestContext.Current.CancellationToken);
        var log = await silo.Output;
        Assert.Contains("A process at the silo port showed the certificate CN=frontend, O=OrleansVideo, which is refused: it is not for a silo", log, StringComparison.Ordinal);
        Assert.Contains("which is refused: it is of no authority that is trusted here", log, StringComparison.Ordinal);
        Assert.Contains($"OrleansVideo:Cluster:Tls:Certificate: {_folder.File("tls/silo/tls.crt")} has no certificate", log, StringComparison.Ordinal);
    }

    private X509Certificate2 Load(string role)
    {
        using var read = X509Certificate2.CreateFromPemFile(_folder.File($"tls/{role}/tls.crt"), _folder.File($"tls/{role}/tls.key"));
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), password: null);
    }

    /// <summary>
    /// The serial number of the certificate that the silo showed; null when it did not let the caller in. Who is let in at the silo port
    /// is spoken to at once; at the gateway, frontends speak first, and those of a whole site show that they are let in.
    /// </summary>
    private static async Task<string?> Connect(int port, X509Certificate2? certificate)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        await using var stream = new SslStream(client.GetStream());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = Name,
                ClientCertificates = certificate is null ? null : [certificate],
                ApplicationProtocols = [new SslApplicationProtocol("Orleans1")],
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is X509Certificate2 silo && silo.MatchesHostname(Name),
            }, patience.Token);
            return await stream.ReadAsync(new byte[1], patience.Token) > 0 ? stream.RemoteCertificate!.GetSerialNumberString() : null;
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            return null;
        }
    }

    /// <summary>How many bytes are answered to a caller without TLS before the connection ends.</summary>
    private static async Task<int> SpeakPlainly(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(new byte[64], TestContext.Current.CancellationToken);
            var read = await stream.ReadAsync(new byte[64], TestContext.Current.CancellationToken);
            return read <= 7 ? 0 : read; // At most an alert of TLS.
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
