using Npgsql;
using OrleansVideo.Tests.Silo.Startup;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>A cluster with TLS, over the script that people use: its own processes find each other, and nobody else joins.</summary>
[Trait("Needs", "PostgreSQL, nginx, ffmpeg, openssl")]
[Trait("Set", "Long")]
public sealed class StrangersTests
{
    private const string ClusterId = "among-ourselves";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Silo_WithoutTls_OrWithACertificateOfAnotherRole_DoesNotJoin()
    {
        await using var cluster = await LocalCluster.UpAsync(SiteSettings.Roomy.With("Cluster:ClusterId", ClusterId), isSecure: true);
        using var guest = new SiteClient(cluster.Address);
        var data = Path.GetDirectoryName(cluster.MediaDirectory)!;
        var settings = SiteSettings.Roomy.With("Cluster:ClusterId", ClusterId).With("Cluster:Mode", "Cluster")
            .With("ConnectionStrings:OrleansVideo", await cluster.ConnectionString());

        await using (var stranger = new SiloProcess(data, environment: settings.Environment))
        {
            using var probe = new SiteClient(new Uri($"http://127.0.0.1:{stranger.HealthPort}/"));
            await Eventually.True("a silo says that it let somebody not in", Soon, () => cluster.Silos.Any(silo => cluster.LinesOf(silo).Any(line => line.Contains("Authentication failed", StringComparison.Ordinal))));
            Assert.NotEqual(200, await probe.TryGetStatus("/health/ready"));
            Assert.Equal(2L, await ActiveSilos(cluster));
        }

        var folder = Path.Combine(cluster.TlsDirectory, "frontend");
        await using (var frontend = new SiloProcess(data, environment: settings.With("Cluster:Tls:Certificate", Path.Combine(folder, "tls.crt"))
            .With("Cluster:Tls:Key", Path.Combine(folder, "tls.key")).With("Cluster:Tls:Authorities", Path.Combine(folder, "ca.crt")).Environment))
        {
            var (code, errors) = await frontend.WaitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(1, code);
            Assert.Contains(errors, line => line.Contains("OrleansVideo:Cluster:Tls:Certificate", StringComparison.Ordinal));
        }

        (await guest.Get("/")).Expect(200);
        await cluster.Down();
    }

    private static async Task<long> ActiveSilos(LocalCluster cluster)
    {
        await using var connection = new NpgsqlConnection(await cluster.ConnectionString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from orleansmembershiptable where status = 3", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
