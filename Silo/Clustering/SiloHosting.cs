namespace OrleansVideo.Silo.Clustering;

/// <summary>In what kind of process a silo runs.</summary>
public enum SiloHosting
{
    /// <summary>Within the web site's own process: it takes a free loopback port, and nobody connects from outside.</summary>
    Embedded = 0,

    /// <summary>In a process of its own: it listens on the configured ports for frontends.</summary>
    StandAlone = 1,
}
