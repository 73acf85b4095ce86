using System.CommandLine;
using Microsoft.Extensions.Configuration.Memory;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Silo.DataDirectory;
using OrleansVideo.Silo.Health;
using OrleansVideo.Silo.Startup;
using OrleansVideo.Silo.Telemetry;

namespace OrleansVideo.Silo;

/// <summary>Entry point of the stand-alone silo host.</summary>
internal static class SiloProgram
{
    // Lowest in rank: any other source of settings overrides them.
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Polly"] = "Warning",
        ["OrleansVideo:Cluster:HealthPort"] = "8081",
    };

    /// <summary>Without a verb, runs a silo until it is told to stop (SIGTERM, Ctrl+C), then lets its grains finish.</summary>
    private static Task<int> Main(string[] args)
    {
        var command = new RootCommand("Runs a silo of an OrleansVideo site.") { TreatUnmatchedTokensAsErrors = false };
        command.Subcommands.Add(MigrateCommand.Create());
        command.Options.Add(new Option<bool>(AdoptDirectorySwitch.Name)
        {
            Description = "Takes the data directory for the site's own, whatever its marker says: for the one start after a restore.",
        });
        command.SetAction(_ => HostRunner.RunAsync(() => Build(args)));
        return command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    /// <summary>Builds the host: a silo, and its health on a loopback port.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>The host, not started.</returns>
    internal static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args.WithoutAdoptDirectory());
        builder.Configuration.SetAdoptDirectory(args);
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        builder.UseOrleans(silo => silo.AddVideoSilo(SiloHosting.StandAlone));
        builder.AddVideoTelemetry("orleansvideo-silo");
        builder.Services.AddVideoHealth().AddVideoSilo();

        builder.WebHost.ConfigureKestrel(server => server.Limits.MaxConcurrentConnections = MetricsServer.MaxConnections);

        // Addresses given in the usual way (ASPNETCORE_URLS, --urls) win over the loopback port.
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls($"http://127.0.0.1:{builder.Configuration["OrleansVideo:Cluster:HealthPort"]}");

        var app = builder.Build();
        app.MapVideoHealth();
        app.MapVideoMetrics();
        return app;
    }
}
