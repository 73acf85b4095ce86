using Microsoft.Extensions.Options;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Silo.Clustering;

public sealed class LeaseLifeValidatorTests
{
    [Theory]
    [InlineData(ClusterMode.Cluster, 30, false)]
    [InlineData(ClusterMode.Cluster, 31, true)]
    [InlineData(ClusterMode.Cluster, 60, true)]
    [InlineData(ClusterMode.Embedded, 1, true)]
    public void LeaseLife_InACluster_ExceedsThreeDetections(ClusterMode mode, int seconds, bool isValid)
    {
        var validator = new LeaseLifeValidator(Options.Create(new VideoClusterOptions { Mode = mode }));

        var result = validator.Validate(null, new StreamingOptions { LeaseLife = TimeSpan.FromSeconds(seconds) });

        Assert.Equal(isValid, result.Succeeded);
        if (!isValid) Assert.Contains("OrleansVideo:Streaming:LeaseLife", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void InvalidClusterOptions_AreNotSaidTwice()
    {
        var validator = new LeaseLifeValidator(new Broken());

        Assert.True(validator.Validate(null, new StreamingOptions { LeaseLife = TimeSpan.FromSeconds(1) }).Succeeded);
    }

    private sealed class Broken : IOptions<VideoClusterOptions>
    {
        public VideoClusterOptions Value => throw new OptionsValidationException("", typeof(VideoClusterOptions), ["wrong"]);
    }
}
