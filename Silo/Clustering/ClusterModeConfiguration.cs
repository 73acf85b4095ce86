namespace OrleansVideo.Silo.Clustering;

/// <summary>The mode as it must be known before options can be asked for: it decides which services there are.</summary>
public static class ClusterModeConfiguration
{
    /// <summary>
    /// Reads <c>OrleansVideo:Cluster:Mode</c>. A word that is no mode counts as embedded here, and stops the start when the options are
    /// checked.
    /// </summary>
    /// <param name="configuration">The configuration of the host.</param>
    /// <returns>The mode.</returns>
    public static ClusterMode GetClusterMode(this IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Enum.TryParse<ClusterMode>(configuration["OrleansVideo:Cluster:Mode"], ignoreCase: true, out var mode) ? mode : ClusterMode.Embedded;
    }
}
