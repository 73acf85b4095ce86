using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansVideo.Silo.Clustering.Tls;

/// <summary>A process's certificate with its key, and the authorities that it trusts, as read from their files.</summary>
/// <param name="Own">The certificate, with its private key.</param>
/// <param name="Authorities">The authorities.</param>
internal sealed record CertificateFiles(X509Certificate2 Own, X509Certificate2Collection Authorities)
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1"; // id-kp-serverAuth, RFC 5280 §4.2.1.12
    private const string ClientUse = "1.3.6.1.5.5.7.3.2"; // id-kp-clientAuth

    /// <summary>Reads and checks the files of a process.</summary>
    /// <param name="options">Where they lie.</param>
    /// <param name="role">What the process is.</param>
    /// <param name="now">The time at which the certificate must be valid.</param>
    /// <exception cref="CertificateFileException">A file is missing, is not what it should be, or does not fit the others.</exception>
    public static CertificateFiles Read(ClusterTlsOptions options, ClusterRole role, DateTimeOffset now)
    {
        if (options.Files.FirstOrDefault(file => string.IsNullOrWhiteSpace(file.Path)) is { Key: not null } missing)
            throw new CertificateFileException($"{missing.Key} must be set: with TLS, Certificate, Key and Authorities are needed.");
        var (certificate, key, authorities) = (File(options, 0), File(options, 1), File(options, 2));

        X509Certificate2Collection own = [], trusted = [];
        Import(own, certificate);
        Import(trusted, authorities);
        var files = new CertificateFiles(WithKey(own[0], key), trusted);
        string[] uses = role == ClusterRole.Silo ? [ServerUse, ClientUse] : [ClientUse];
        if (uses.Select(use => files.Refuse(files.Own, role, use, now)).FirstOrDefault(reason => reason is not null) is { } refusal)
            throw new CertificateFileException($"{certificate.Key}: {certificate.Path} can't be used: {refusal}.");
        return files;
    }

    /// <summary>Why a certificate that the other side of a connection shows is refused; null when it is right.</summary>
    /// <param name="shown">The certificate.</param>
    /// <param name="peer">What the other side must be.</param>
    /// <param name="isServer">Whether the other side took the connection.</param>
    /// <param name="now">The time.</param>
    public string? Refuse(X509Certificate2 shown, ClusterRole peer, bool isServer, DateTimeOffset now) =>
        Refuse(shown, peer, isServer ? ServerUse : ClientUse, now);

    private string? Refuse(X509Certificate2 shown, ClusterRole peer, string use, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // Short lives, and a new authority, take its place.
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(use));
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        var isTrusted = chain.Build(shown);
        foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        if (!isTrusted) return Describe(shown, chain, now);
        return shown.MatchesHostname(peer.CertificateName(), allowWildcards: false, allowCommonName: false)
            ? null
            : $"it is not for a {(peer == ClusterRole.Silo ? "silo" : "frontend")} (no DNS name {peer.CertificateName()})";
    }

    private static string Describe(X509Certificate2 shown, X509Chain chain, DateTimeOffset now)
    {
        if (now < shown.NotBefore) return $"it is valid from {shown.NotBefore.ToUniversalTime():u} on";
        if (now > shown.NotAfter) return $"it expired at {shown.NotAfter.ToUniversalTime():u}";
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, each) => all | each.Status);
        return status.HasFlag(X509ChainStatusFlags.NotValidForUsage)
            ? "its extended key usage does not allow it (silos need serverAuth and clientAuth, frontends clientAuth)"
            : status.HasFlag(X509ChainStatusFlags.PartialChain) || status.HasFlag(X509ChainStatusFlags.UntrustedRoot)
                ? $"it is of no authority that is trusted here ({ClusterTlsOptions.Section}:{nameof(ClusterTlsOptions.Authorities)})"
                : $"it can't be checked ({status})";
    }

    private static (string Key, string Path) File(ClusterTlsOptions options, int index) =>
        options.Files.ElementAt(index) is { Key: var key, Path: { } path } ? (key, path) : throw new InvalidOperationException("A file was not set.");

    private static void Import(X509Certificate2Collection into, (string Key, string Path) file)
    {
        Reading(file, path => into.ImportFromPemFile(path));
        if (into.Count == 0) throw new CertificateFileException($"{file.Key}: {file.Path} has no certificate in PEM form (BEGIN CERTIFICATE).");
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, (string Key, string Path) file)
    {
        X509Certificate2? whole = null;
        Reading(file, path => whole = X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), System.IO.File.ReadAllText(path)));
        using (whole)
        {
            // As loaded, the key is not fit for SslStream on every system; through PKCS#12 it is.
            return X509CertificateLoader.LoadPkcs12(whole!.Export(X509ContentType.Pkcs12), password: null);
        }
    }

    private static void Reading((string Key, string Path) file, Action<string> read)
    {
        try
        {
            read(file.Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CertificateFileException($"{file.Key}: {file.Path} can't be read: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new CertificateFileException($"{file.Key}: {file.Path} can't be used: {exception.Message}", exception);
        }
    }
}

/// <summary>A file of <c>OrleansVideo:Cluster:Tls</c> can't be used; the message names the key and the file.</summary>
internal sealed class CertificateFileException(string message, Exception? inner = null) : Exception(message, inner);
