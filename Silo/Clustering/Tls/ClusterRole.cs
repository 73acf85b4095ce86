namespace OrleansVideo.Silo.Clustering.Tls;

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
