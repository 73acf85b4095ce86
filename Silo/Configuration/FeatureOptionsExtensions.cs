using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Storage;
using OrleansVideo.Streaming;
using OrleansVideo.Uploads;

namespace OrleansVideo.Silo.Configuration;

/// <summary>The options of the features, which silos and frontends read alike.</summary>
internal static class FeatureOptionsExtensions
{
    /// <summary>Binds and checks them.</summary>
    public static IServiceCollection AddFeatureOptions(this IServiceCollection services)
    {
        services.AddVideoOptions<AccountsOptions>("Accounts");
        services.AddVideoOptions<CatalogOptions>("Catalog");
        services.AddVideoOptions<StreamingOptions>("Streaming");
        services.AddVideoOptions<UploadsOptions, UploadsOptionsValidator>("Uploads");
        services.AddVideoOptions<DeletionOptions>("Deletion");
        services.AddVideoOptions<StorageOptions>("Storage");
        services.AddVideoOptions<DueWorkOptions>("DueWork");
        return services;
    }
}
