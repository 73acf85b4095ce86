using Microsoft.Extensions.Configuration;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Silo.DataDirectory;

namespace OrleansVideo.Tests.Silo.Clustering;

/// <summary>What cluster mode asks of the configuration.</summary>
public sealed class ClusterModeTests
{
    [Theory]
    [InlineData(null, "ConnectionStrings:OrleansVideo must be set when OrleansVideo:Cluster:Mode is Cluster.")]
    [InlineData(" ", "ConnectionStrings:OrleansVideo must be set when OrleansVideo:Cluster:Mode is Cluster.")]
    [InlineData("Username=app;Password=hunter2", "ConnectionStrings:OrleansVideo must name Host and Database.")]
    [InlineData("Host=db;Password=hunter2", "ConnectionStrings:OrleansVideo must name Host and Database.")]
    [InlineData("Host=db;Database=v;Port=hunter2", "ConnectionStrings:OrleansVideo is not a connection string that Npgsql can read.")]
    [InlineData("Host=db;Database=v;Nonsense=hunter2", "ConnectionStrings:OrleansVideo is not a connection string that Npgsql can read.")]
    [InlineData("hunter2", "ConnectionStrings:OrleansVideo is not a connection string that Npgsql can read.")]
    public void ConnectionString_ThatCantBeUsed_IsRefused_WithoutAWordOfWhatIsInIt(string? connection, string expected)
    {
        var result = new VideoClusterOptionsValidator(Configuration(connection)).Validate(null, new() { Mode = ClusterMode.Cluster });
        Assert.Equal([expected], result.Failures);
    }

    [Fact]
    public void ConnectionString_IsNotAskedForInEmbeddedMode() =>
        Assert.True(new VideoClusterOptionsValidator(Configuration(null)).Validate(null, new()).Succeeded);

    [Fact]
    public void ConnectionString_ThatCanBeUsed_IsTaken() => Assert.True(
        new VideoClusterOptionsValidator(Configuration("Host=db;Database=video")).Validate(null, new() { Mode = ClusterMode.Cluster }).Succeeded);

    [Theory]
    [InlineData("Cluster", "data", false)]
    [InlineData("cluster", "./data", false)]
    [InlineData("Cluster", "/srv/data", true)]
    [InlineData("Embedded", "data", true)]
    [InlineData(null, "data", true)]
    public void DataDirectory_IsAbsoluteInClusterMode(string? mode, string directory, bool expected)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["OrleansVideo:Cluster:Mode"] = mode }).Build();
        var result = new DataDirectoryOptionsValidator(configuration).Validate(null, new() { DataDirectory = directory });
        Assert.Equal(expected, result.Succeeded);
        if (!expected) Assert.Contains("OrleansVideo:DataDirectory must be an absolute path", result.FailureMessage, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(string? connection) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:OrleansVideo"] = connection }).Build();
}
