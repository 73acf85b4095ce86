using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Silo.Health;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo;

/// <summary>Entry point of the stand-alone silo host.</summary>
internal static class SiloProgram
{
    /// <summary>Runs a silo until it is told to stop (SIGTERM, Ctrl+C), then lets its grains finish.</summary>
    private static Task<int> Main(string[] args) => HostRunner.RunAsync(() => Build(args));

    /// <summary>Builds the host: a silo, and its health on a loopback port.</summary>
    internal static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.UseOrleans(silo => silo.AddVideoSilo(SiloHosting.StandAlone));
        builder.Services.AddHealthChecks().AddVideoSilo();

        // Addresses given in the usual way (ASPNETCORE_URLS, --urls) win over the loopback port.
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<VideoClusterOptions>>(
                (kestrel, cluster) => kestrel.Listen(IPAddress.Loopback, cluster.Value.HealthPort));

        var app = builder.Build();
        app.MapVideoSiloHealth();
        return app;
    }
}
