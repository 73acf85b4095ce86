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
