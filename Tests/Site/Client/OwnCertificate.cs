using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>A certificate that a server under test made itself, and a client that trusts no other.</summary>
public static class OwnCertificate
{
    public static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }

    public static RemoteCertificateValidationCallback Alone(X509Certificate2 certificate)
    {
        var thumbprint = certificate.Thumbprint;
        return (_, shown, _, _) => shown is X509Certificate2 other && other.Thumbprint == thumbprint;
    }
}
