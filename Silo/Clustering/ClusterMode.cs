namespace OrleansVideo.Silo.Clustering;

/// <summary>Of how many processes the site is made.</summary>
public enum ClusterMode
{
    /// <summary>One silo on this machine, over SQLite in the data directory.</summary>
    Embedded = 0,

    /// <summary>Several silos and frontends over PostgreSQL.</summary>
    Cluster = 1,
}
