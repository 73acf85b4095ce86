using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.Silo.Database;
using OrleansVideo.Silo.DataDirectory;

namespace OrleansVideo.Tests.Silo.Configuration;

public sealed class VideoOptionsTests
{
    [Fact]
    public void Options_AreBoundFromTheirSection()
    {
        var options = Read<SampleOptions>(("OrleansVideo:Streaming:MaxStreams", "500"), ("OrleansVideo:Streaming:Linger", "00:00:02"));
        Assert.Equal((500, TimeSpan.FromSeconds(2), "site"), (options.MaxStreams, options.Linger, options.Name));
    }

    [Theory]
    [InlineData("MaxStreams", "-3", "OrleansVideo:Streaming:MaxStreams must be between 0 and 1000000, but is -3.")]
    [InlineData("Linger", "2.00:00:00", "OrleansVideo:Streaming:Linger must be between 00:00:01 and 1.00:00:00, but is 2.00:00:00.")]
    [InlineData("Name", "", "OrleansVideo:Streaming:Name must be set.")]
    [InlineData("Low", "2", "OrleansVideo:Streaming:Low must not exceed High.")]
    [InlineData("MaxStreams", "13", "OrleansVideo:Streaming:MaxStreams must not be 13.")]
    public void BrokenRule_IsNamedWithItsKeyAndValue(string key, string value, string message)
        => Assert.Equal([message], Failures<SampleOptions>(("OrleansVideo:Streaming:" + key, value)));

    [Theory]
    [InlineData("MaxStreams", "many")]
    [InlineData("MaxStreams", "99999999999")]
    [InlineData("Linger", "soon")]
    public void ValueOfAnotherKind_IsNamedWithItsKeyAndValue(string key, string value)
    {
        var failure = Assert.Single(Failures<SampleOptions>(("OrleansVideo:Streaming:" + key, value)));
        Assert.Contains($"'OrleansVideo:Streaming:{key}'", failure, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void BrokenRuleOfAText_DoesNotShowTheText()
    {
        var failure = Assert.Single(Failures<SampleOptions>(("OrleansVideo:Streaming:Password", "hunter2")));
        Assert.Contains("OrleansVideo:Streaming:Password", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void AllBrokenRules_AreNamedAtOnce()
        => Assert.Equal(2, Failures<SampleOptions>(("OrleansVideo:Streaming:MaxStreams", "-1"), ("OrleansVideo:Streaming:Name", "")).Count);

    [Fact]
    public void Defaults_AreValid()
    {
        Assert.Equal("data", Read<DataDirectoryOptions>().DataDirectory);
        Assert.Equal(SqliteSynchronous.Full, Read<DatabaseOptions>().Synchronous);
        var cluster = Read<VideoClusterOptions>();
        Assert.Equal(
            (ClusterMode.Embedded, 11111, 30000, null, "orleansvideo", "orleansvideo", 8081),
            (cluster.Mode, cluster.SiloPort, cluster.GatewayPort, cluster.AdvertisedAddress, cluster.ClusterId, cluster.ServiceId, cluster.HealthPort));
    }

    [Theory]
    [InlineData("Mode", "7", "OrleansVideo:Cluster:Mode must be Embedded or Cluster, but is 7.")]
    [InlineData("SiloPort", "0", "OrleansVideo:Cluster:SiloPort must be between 1 and 65535, but is 0.")]
    [InlineData("GatewayPort", "65536", "OrleansVideo:Cluster:GatewayPort must be between 1 and 65535, but is 65536.")]
    [InlineData("HealthPort", "-1", "OrleansVideo:Cluster:HealthPort must be between 1 and 65535, but is -1.")]
    [InlineData("ClusterId", " ", "OrleansVideo:Cluster:ClusterId must be set.")]
    [InlineData("ServiceId", "", "OrleansVideo:Cluster:ServiceId must be set.")]
    [InlineData("AdvertisedAddress", "silo-1", "OrleansVideo:Cluster:AdvertisedAddress must be an IP address, but is 'silo-1'.")]
    public void ClusterOptions_RefuseWhatCannotRun(string key, string value, string message)
        => Assert.Equal([message], Failures<VideoClusterOptions>(("OrleansVideo:Cluster:" + key, value)));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\0b")]
    public void DataDirectory_MustBeAPath(string value)
        => Assert.Equal(
            ["OrleansVideo:DataDirectory must be the path of a directory."], Failures<DataDirectoryOptions>(("OrleansVideo:DataDirectory", value)));

    [Theory]
    [InlineData("0", "OrleansVideo:Database:Synchronous must be Full or Normal, but is 0.")]
    [InlineData("Off", "'OrleansVideo:Database:Synchronous'")]
    public void Synchronous_IsFullOrNormal(string value, string message)
        => Assert.Contains(
            message, Assert.Single(Failures<DatabaseOptions>(("OrleansVideo:Database:Synchronous", value))), StringComparison.Ordinal);

    private static List<string> Failures<T>(params (string Key, string Value)[] settings)
        where T : class
    {
        using var services = Services(settings);
        var failures = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate).Failures.ToList();
        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<T>>().Value);
        return failures;
    }

    private static T Read<T>(params (string Key, string Value)[] settings)
        where T : class
    {
        using var services = Services(settings);
        services.GetRequiredService<IStartupValidator>().Validate();
        return services.GetRequiredService<IOptions<T>>().Value;
    }

    private static ServiceProvider Services((string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddVideoOptions<SampleOptions, SampleOptionsValidator>("Streaming");
        services.AddVideoOptions<VideoClusterOptions, VideoClusterOptionsValidator>("Cluster");
        services.AddVideoOptions<DatabaseOptions, DatabaseOptionsValidator>("Database");
        services.AddVideoOptions<DataDirectoryOptions, DataDirectoryOptionsValidator>(VideoOptionsSection.Root);
        return services.BuildServiceProvider();
    }
}
