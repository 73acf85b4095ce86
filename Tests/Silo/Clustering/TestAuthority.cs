using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Silo.Clustering;

/// <summary>An authority of a test's own, which signs whatever it is asked to.</summary>
internal sealed class TestAuthority : IDisposable
{
    public const string ServerAuth = "1.3.6.1.5.5.7.3.1", ClientAuth = "1.3.6.1.5.5.7.3.2";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public TestAuthority()
    {
        var request = new CertificateRequest($"CN=A test's authority {Guid.NewGuid()}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        _certificate = request.CreateSelfSigned(Now.AddYears(-2), Now.AddYears(2));
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Its own certificate, as PEM.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>A certificate for a name, valid for so many days from now; negative for one that has expired.</summary>
    public X509Certificate2 Sign(string name, int days = 30, params string[] uses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=somebody", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. uses.Select(use => new Oid(use))], false));
        using var signed = request.Create(_certificate, Now.AddDays(-60), Now.AddDays(days), Guid.NewGuid().ToByteArray());
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>Writes a certificate and its key, and this authority, as a process reads them.</summary>
    public static void Write(string folder, X509Certificate2 certificate, string authorities)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "tls.key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(folder, "ca.crt"), authorities);
    }

    /// <summary>Runs the script that makes a cluster's certificates.</summary>
    public static async Task RunScript(string folder, params string[] options)
    {
        using var process = Process.Start(new ProcessStartInfo(Repository.At("deploy", "certificates.sh"), [folder, .. options]) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, said);
    }

    public void Dispose()
    {
        _key.Dispose();
        _certificate.Dispose();
    }
}
