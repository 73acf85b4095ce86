using OrleansVideo.Silo;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Silo.DataDirectory;

namespace OrleansVideo.WebFrontend.Hosting;

/// <summary>A silo in this very process, or the way to those elsewhere.</summary>
public static class SiloSetup
{
    /// <summary>
    /// Runs a silo in the web site's process: nothing else to install, to start or to configure. In cluster mode this process is a client
    /// of the silos that run elsewhere.
    /// </summary>
    public static WebApplicationBuilder AddSilo(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetClusterMode() == ClusterMode.Cluster) builder.AddVideoClient();
        else builder.UseOrleans(silo => silo.AddVideoSilo());
        builder.Services.AddGrainCallRetries();
        builder.Services.AddSingleton(provider => new SitePaths(provider.GetRequiredService<DataDirectoryPaths>().Root));
        return builder;
    }
}

/// <summary>What this floor keeps in the data directory, as absolute paths.</summary>
/// <param name="root">The data directory.</param>
public sealed class SitePaths(string root)
{
    /// <summary>The data directory.</summary>
    public string Root => root;

    /// <summary>The data-protection key ring, shared by all frontends: it signs the cookies.</summary>
    public string Keys { get; } = Path.Combine(root, "keys");

    /// <summary>The one-time set-up code.</summary>
    public string SetupCode { get; } = Path.Combine(root, "setup-code");
}
