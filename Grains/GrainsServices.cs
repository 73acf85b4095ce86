using Microsoft.Extensions.DependencyInjection;
using OrleansVideo.Grains.Accounts;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Comments;
using OrleansVideo.Grains.Deletion;
using OrleansVideo.Grains.DueWork;
using OrleansVideo.Grains.Storage;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Grains.Uploads;
using OrleansVideo.Grains.Videos;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Media.Store;

namespace OrleansVideo.Grains;

/// <summary>Registers what the grains are made of.</summary>
public static class GrainsServices
{
    /// <summary>
    /// Adds the stores behind the grains. The host adds <see cref="Database.IVideoDatabase"/>, the media store, and the
    /// options.
    /// </summary>
    public static IServiceCollection AddVideoGrains(this IServiceCollection services)
    {
        services.AddPlacementDirector<SpreadPlacement, SpreadPlacementDirector>();
        return services
            .AddSingleton<IConfigureGrainContextProvider, GrainKeyGuard>()
            .AddSingleton<AccountRows>()
            .AddSingleton<VideoRows>()
            .AddSingleton<ViewCounts>()
            .AddSingleton<ViewTotals>()
            .AddSingleton<VideoLists>()
            .AddSingleton<SearchGate>()
            .AddSingleton<ChangedRows>()
            .AddSingleton<ChangeFeed>()
            .AddHostedService(provider => provider.GetRequiredService<ChangeFeed>())
            .AddSingleton<DueWorkQueue>()
            .AddSingleton<DeadWorkRows>()
            .AddSingleton<CommentRows>()
            .AddSingleton<UploadRows>()
            .AddSingleton<UploadVolume>()
            .AddSingleton<StorageCharges>()
            .AddSingleton<ProbeQueue>()
            .AddSingleton<PosterQueue>()
            .AddSingleton<PosterMetrics>()
            .AddSingleton<LimiterRow>()
            .AddSingleton<EvictionRows>()
            .AddSingleton<StreamLimiterMetrics>()
            .AddSingleton<DeletionLedgerCommands>()
            .AddSingleton<DeletionQueue>()
            .AddSingleton<DeletionLedgerQueries>()
            .AddSingleton<TombstoneExpiry>()
            .AddSingleton<RemovalNotices>()
            .AddSingleton(provider => new FileRemovals(provider.GetRequiredService<MediaStore>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<DeletionPace>()
            .AddSingleton<DeletionRun>()
            .AddTransient<DeletionPassRunner>()
            .AddSingleton<DeletionMetrics>()
            .AddSingleton<ReconcilerMetrics>()
            .AddSingleton<MediaInventory>()
            .AddSingleton<StorageRecords>()
            .AddSingleton<StorageProgress>()
            .AddSingleton<StorageMetrics>()
            .AddSingleton<FindingRows>()
            .AddSingleton<FindingLists>()
            .AddSingleton<IFileWitness, FileWitness>()
            .AddSingleton<QuarantineMoves>()
            .AddSingleton<QuarantineSweep>()
            .AddSingleton<StorageScan>()
            .AddTransient<StorageScrub>()
            .AddSingleton<IClusterGauges, StorageGauges>()
            .AddSingleton<IClusterGauges, DeletionGauges>()
            .AddSingleton<IClusterGauges, DueWorkGauges>()
            .AddSingleton<IClusterGauges, StreamLimiterGauges>();
    }
}
