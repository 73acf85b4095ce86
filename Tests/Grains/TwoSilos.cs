namespace OrleansVideo.Tests.Grains;

/// <summary>Two silos, each with a database of its own: fit for what concerns Orleans alone.</summary>
public sealed class TwoSilos : GrainCluster
{
    protected override short Silos => 2;
}
