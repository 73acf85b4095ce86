namespace OrleansVideo.Tests.Cluster;

/// <summary>Tests with a cluster of processes: one at a time and beside no other test, for they measure how soon the site is back.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterCollection
{
    public const string Name = "A cluster of processes";
}
