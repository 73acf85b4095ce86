using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Silo.Startup;
using OrleansVideo.Storage;

namespace OrleansVideo.Silo.DueWork;

/// <summary>
/// Wakes what may have been left undone, once this silo is up: every deletion shard, and the reconcilers. Reminders would
/// do it within a minute; this does it now, and makes sure that the reminders exist.
/// </summary>
internal sealed partial class DueWorkStarter(
    IGrainFactory grains,
    DeletionShards deletionShards,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<DueWorkStarter> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.UntilStartedAsync(stoppingToken);
        await Task.Delay(Pause, clock, stoppingToken); // The first visitor goes first.

        var shards = deletionShards.ListAll();
        foreach (var shard in shards) await UntilDone(shard.Nudge, stoppingToken);

        await UntilDone(grains.GetGrain<ICatalogReconcilerGrain>(ICatalogReconcilerGrain.Key).Start, stoppingToken);
        await UntilDone(grains.GetGrain<IStorageReconcilerGrain>(IStorageReconcilerGrain.Key).Start, stoppingToken);
        LogStarted(shards.Count);
    }

    private async Task UntilDone(Func<Task> call, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
#pragma warning disable CA1031 // Whatever stands in the way, due work must be woken as soon as it is gone.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogRetrying(e);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(EventId = 2100, Level = LogLevel.Information, Message = "Due work is awake: {Shards} deletion shards and the reconcilers")]
    private partial void LogStarted(int shards);

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "Due work can't be woken yet; trying again in a second")]
    private partial void LogRetrying(Exception error);
}
