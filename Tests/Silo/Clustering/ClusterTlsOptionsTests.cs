using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using OrleansVideo.Silo.Clustering.Tls;

namespace OrleansVideo.Tests.Silo.Clustering;

/// <summary>What is wrong with a process's certificates is said at its start, with the key and the file.</summary>
public sealed class ClusterTlsOptionsTests : IDisposable
{
    private const string Silo = "silo.orleansvideo.internal", Frontend = "frontend.orleansvideo.internal";
    private readonly TempDirectory _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _other = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("192.168.1.1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("172.15.0.1", false)]
    [InlineData("192.169.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.1.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("203.0.113.5", false)]
    [InlineData("::ffff:203.0.113.5", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    public void Silo_WithoutTls_StartsOnPrivateAddressesAlone(string? address, bool starts)
    {
        var result = Validator(ClusterRole.Silo, address).Validate(null, new());

        Assert.Equal(starts, result.Succeeded);
        Assert.True(Validator(ClusterRole.Frontend, address).Validate(null, new()).Succeeded); // It listens for nobody.
        if (starts) return;
        foreach (var key in (string[])["Tls:Certificate", "Tls:Key", "Tls:Authorities", "AdvertisedAddress"])
            Assert.Contains($"OrleansVideo:Cluster:{key}", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_ThatFit_AreTaken()
    {
        Write(_authority.Sign(Silo, 30, TestAuthority.ServerAuth, TestAuthority.ClientAuth));
        Assert.True(Validator(ClusterRole.Silo, "203.0.113.5").Validate(null, Options()).Succeeded);

        Write(_authority.Sign(Frontend, 30, TestAuthority.ClientAuth), _other.Pem + "\n" + _authority.Pem);
        Assert.True(Validator(ClusterRole.Frontend, null).Validate(null, Options()).Succeeded);
    }

    [Fact]
    public void Certificate_ThatDoesNotFitItsProcess_IsRefused()
    {
        Refuses(ClusterRole.Silo, _authority.Sign(Frontend, 30, TestAuthority.ServerAuth, TestAuthority.ClientAuth), "it is not for a silo");
        Refuses(ClusterRole.Frontend, _authority.Sign(Silo, 30, TestAuthority.ServerAuth, TestAuthority.ClientAuth), "it is not for a frontend");
        Refuses(ClusterRole.Silo, _authority.Sign(Silo, 30, TestAuthority.ClientAuth), "its extended key usage");
        Refuses(ClusterRole.Silo, _authority.Sign(Silo, -1, TestAuthority.ServerAuth, TestAuthority.ClientAuth), "it expired at");
        Refuses(ClusterRole.Silo, _other.Sign(Silo, 30, TestAuthority.ServerAuth, TestAuthority.ClientAuth), "it is of no authority that is trusted here");
    }

    [Fact]
    public void File_ThatIsMissingOrNoPem_IsNamedWithItsKey()
    {
        Write(_authority.Sign(Silo, 30, TestAuthority.ServerAuth, TestAuthority.ClientAuth));
        Assert.Contains("OrleansVideo:Cluster:Tls:Key must be set", Failure(new() { Certificate = _folder.File("tls.crt"), Authorities = _folder.File("ca.crt") }), StringComparison.Ordinal);
        Assert.Contains("OrleansVideo:Cluster:Tls:Certificate must be set", Failure(new() { Key = _folder.File("tls.key") }), StringComparison.Ordinal);

        Broken("ca.crt", "no certificate", $"OrleansVideo:Cluster:Tls:Authorities: {_folder.File("ca.crt")} has no certificate in PEM form");
        Broken("tls.crt", "", $"OrleansVideo:Cluster:Tls:Certificate: {_folder.File("tls.crt")} has no certificate in PEM form");
        Broken("tls.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", $"OrleansVideo:Cluster:Tls:Key: {_folder.File("tls.key")} can't be used");
        using var stranger = _authority.Sign(Silo, 30, TestAuthority.ServerAuth);
        Broken("tls.key", stranger.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), $"OrleansVideo:Cluster:Tls:Key: {_folder.File("tls.key")} can't be used");
        File.Delete(_folder.File("tls.key"));
        Assert.Contains($"OrleansVideo:Cluster:Tls:Key: {_folder.File("tls.key")} can't be read", Failure(Options()), StringComparison.Ordinal);
    }

    [Fact]
    public void Peer_IsWhatItsCertificateSays_AndNothingElse()
    {
        Write(_authority.Sign(Silo, 30, TestAuthority.ServerAuth, TestAuthority.ClientAuth));
        var files = CertificateFiles.Read(Options(), ClusterRole.Silo, TimeProvider.System.GetUtcNow());
        using var frontend = _authority.Sign(Frontend, 30, TestAuthority.ClientAuth);

        Assert.Null(Refuse(frontend, ClusterRole.Frontend, isServer: false));
        Assert.Null(Refuse(files.Own, ClusterRole.Silo, isServer: false));
        Assert.Null(Refuse(files.Own, ClusterRole.Silo, isServer: true));
        Assert.Contains("not for a silo", Refuse(frontend, ClusterRole.Silo, isServer: false), StringComparison.Ordinal);
        Assert.Contains("extended key usage", Refuse(frontend, ClusterRole.Silo, isServer: true), StringComparison.Ordinal);
        Assert.Contains("not for a frontend", Refuse(files.Own, ClusterRole.Frontend, isServer: false), StringComparison.Ordinal);

        string? Refuse(X509Certificate2 shown, ClusterRole peer, bool isServer) => files.Refuse(shown, peer, isServer, TimeProvider.System.GetUtcNow());
    }

    private void Refuses(ClusterRole role, X509Certificate2 certificate, string reason)
    {
        Write(certificate);
        var failure = Validator(role, null).Validate(null, Options()).FailureMessage;
        Assert.StartsWith($"OrleansVideo:Cluster:Tls:Certificate: {_folder.File("tls.crt")} can't be used: {reason}", failure, StringComparison.Ordinal);
    }

    private void Broken(string file, string content, string message)
    {
        var right = File.ReadAllText(_folder.File(file));
        File.WriteAllText(_folder.File(file), content);
        Assert.StartsWith(message, Failure(Options()), StringComparison.Ordinal);
        File.WriteAllText(_folder.File(file), right);
    }

    private void Write(X509Certificate2 certificate, string? authorities = null)
    {
        using (certificate) TestAuthority.Write(_folder.Path, certificate, authorities ?? _authority.Pem);
    }

    private ClusterTlsOptions Options() => new() { Certificate = _folder.File("tls.crt"), Key = _folder.File("tls.key"), Authorities = _folder.File("ca.crt") };

    private static string Failure(ClusterTlsOptions options)
    {
        var result = Validator(ClusterRole.Silo, null).Validate(null, options);
        Assert.True(result.Failed);
        return result.FailureMessage;
    }

    private static ClusterTlsOptionsValidator Validator(ClusterRole role, string? address) => new(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["OrleansVideo:Cluster:AdvertisedAddress"] = address }).Build(),
        role, TimeProvider.System);
}
