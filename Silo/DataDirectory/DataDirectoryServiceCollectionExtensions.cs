using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansVideo.Media.Store;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.DataDirectory;

/// <summary>Adds the data directory.</summary>
internal static class DataDirectoryServiceCollectionExtensions
{
    /// <summary>Adds its options, its paths and the media store in it.</summary>
    public static IServiceCollection AddDataDirectory(this IServiceCollection services)
    {
        services.AddVideoOptions<DataDirectoryOptions, DataDirectoryOptionsValidator>(VideoOptionsSection.Root);
        services.AddSingleton(provider => new DataDirectoryPaths(
            provider.GetRequiredService<IHostEnvironment>().ContentRootPath,
            provider.GetRequiredService<IOptions<DataDirectoryOptions>>().Value.DataDirectory));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Ballast>(provider));
        return services.AddSingleton(provider => new MediaStore(
            provider.GetRequiredService<DataDirectoryPaths>().MediaDirectory, provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>
    /// Adds the checks that the directory of a cluster, which nobody owns alone, can be used by this process, and is the one that all of
    /// them share. The database's own start-up step is to come first.
    /// </summary>
    public static IServiceCollection AddSharedDataDirectory(this IServiceCollection services)
        => services
            .AddSingleton<SiteDirectory>()
            .AddStartupStep<SharedDataDirectoryStartup>()
            .AddStartupStep<SiteDirectoryStartup>();
}
