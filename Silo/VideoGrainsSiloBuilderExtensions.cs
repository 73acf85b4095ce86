using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansVideo.Deletion;
using OrleansVideo.Grains;
using OrleansVideo.Grains.Database;
using OrleansVideo.Media.Posters;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.Silo.DueWork;
using OrleansVideo.Silo.Health;
using OrleansVideo.Silo.Persistence;
using OrleansVideo.Silo.Startup;
using OrleansVideo.Videos;

namespace OrleansVideo.Silo;

/// <summary>Gives the silo the site's grains.</summary>
public static class VideoGrainsSiloBuilderExtensions
{
    /// <summary>Adds the grains' stores and options, the media directory, and the start of due work.</summary>
    /// <param name="silo">The silo.</param>
    /// <returns>The same builder.</returns>
    public static ISiloBuilder AddVideoGrains(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        var services = silo.Services;
        services.AddVideoGrains();
        services.AddGrainStateTypes(GrainStateJson.Resolver);
        services.AddFeatureOptions();
        services.AddSingleton<DeletionShards>();
        services.Configure<SiloMessagingOptions>(messaging => messaging.CancelRequestOnTimeout = true); // Nobody waits for its statement any more.
        services.AddPosters();
        services.AddHostedService<DueWorkStarter>();
        return silo;
    }

    private static void AddPosters(this IServiceCollection services)
    {
        services.AddVideoOptions<PostersOptions>("Posters");
        services.AddSingleton(provider => new PosterMaker(
            provider.GetRequiredService<TimeProvider>(), limits: LimitsOf(provider.GetRequiredService<IOptions<PostersOptions>>().Value)));
        services.AddStartupStep<PosterUserStartup>();
        services.AddHostedService<PosterNotice>();
        services.AddHealthChecks().AddCheck<PosterHealthCheck>("posters", timeout: VideoHealthExtensions.Patience);
    }

    private static PosterLimits LimitsOf(PostersOptions options) => new()
    {
        Timeout = options.Timeout,
        ProcessorTime = options.MaxProcessorTime,
        MemoryBytes = options.MaxMemoryBytes,
        MemoryBytesAbove1080p = options.MaxMemoryBytesAbove1080p,
        OutputBytes = options.MaxOutputBytes,
        OpenFiles = options.MaxOpenFiles,
        Processes = options.MaxProcesses,
        Threads = options.Threads,
        Niceness = options.Niceness,
        User = options.User,
    };
}
