using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Serialization;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Streaming;

namespace OrleansVideo.Benchmarks.Limiter;

/// <summary>This process as a client of the cluster, connected as a frontend is.</summary>
internal sealed class LimiterClient : IDisposable
{
    private readonly IHost _host;

    private LimiterClient(IHost host) => _host = host;

    /// <summary>All grains.</summary>
    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>The limiter.</summary>
    public IStreamLimiterGrain Limiter => Grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);

    /// <summary>What makes bytes of messages.</summary>
    public Serializer Serializer => _host.Services.GetRequiredService<Serializer>();

    /// <summary>Connects.</summary>
    /// <param name="directory">The cluster's directory.</param>
    /// <param name="databasePort">Where PostgreSQL listens.</param>
    /// <param name="settings">The cluster's settings, as environment variables.</param>
    /// <param name="isSecure">Whether the cluster has TLS.</param>
    public static async Task<LimiterClient> ConnectAsync(
        string directory, int databasePort, IReadOnlyDictionary<string, string> settings, bool isSecure = false)
    {
        var password = await File.ReadAllTextAsync(Path.Combine(directory, "conf", "orleansvideo_site.password"));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(
            setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OrleansVideo:Cluster:Mode"] = "Cluster",
            ["OrleansVideo:DataDirectory"] = Path.Combine(directory, "data"),
            ["ConnectionStrings:OrleansVideo"] = $"Host=127.0.0.1;Port={databasePort};Database=orleansvideo;Username=orleansvideo_site;Password={password.Trim()}",
        });
        if (isSecure)
        {
            foreach (var (key, file) in new[] { ("Certificate", "tls.crt"), ("Key", "tls.key"), ("Authorities", "ca.crt") })
                builder.Configuration[$"OrleansVideo:Cluster:Tls:{key}"] = Path.Combine(directory, "conf", "tls", "frontend", file);
        }

        builder.AddVideoClient();
        var host = builder.Build();
        await host.StartAsync();
        return new LimiterClient(host);
    }

    /// <inheritdoc/>
    public void Dispose() => _host.Dispose();
}
