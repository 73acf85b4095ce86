using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Videos;
using OrleansVideo.Uploads;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Catalog;

/// <summary>
/// Looks every five seconds for what a crash left half done, and has the grains finish it. Once a minute it adds up the views
/// for the lists.
/// </summary>
[GrainType("catalog-reconciler")]
internal sealed partial class CatalogReconcilerGrain(
    DueWork due, ViewTotals views, IOptions<UploadsOptions> uploads, ReconcilerMetrics metrics, TimeProvider clock,
    ILogger<CatalogReconcilerGrain> logger)
    : Grain, ICatalogReconcilerGrain, IRemindable
{
    private const string ReminderName = "look";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Cadence = TimeSpan.FromSeconds(5);

    /// <summary>An announced change or a processing video that is younger than this is most likely at work.</summary>
    private static readonly TimeSpan IntentAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StalledAge = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ViewsCadence = TimeSpan.FromMinutes(1);

    private IGrainTimer? _timer;
    private IGrainTimer? _viewsTimer;
    private bool _isRunning;
    private CatalogReconcilerView _view = new(0, 0, 0, 0, null);

    public async Task Start()
    {
        if (await this.GetReminder(ReminderName) is null)
            await this.RegisterOrUpdateReminder(ReminderName, ReminderPeriod, ReminderPeriod);
        await Pass(TimeSpan.Zero, TimeSpan.Zero);
        KeepLooking();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        KeepLooking();
        return Task.CompletedTask;
    }

    public Task<CatalogReconcilerView> GetState() => Task.FromResult(_view);

    private void KeepLooking()
    {
        _timer ??= this.RegisterGrainTimer(
            () => Pass(IntentAge, StalledAge),
            new GrainTimerCreationOptions(Cadence, Cadence) { Interleave = true, KeepAlive = true });
        _viewsTimer ??= this.RegisterGrainTimer(
            AddUpViews, new GrainTimerCreationOptions(ViewsCadence, ViewsCadence) { Interleave = true, KeepAlive = true });
    }

    private async Task AddUpViews()
    {
        try
        {
            await views.Run();
        }
#pragma warning disable CA1031 // Totals that could not be written are a minute older, whatever the reason.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogViewsFailed(e);
        }
    }

    private async Task Pass(TimeSpan intentAge, TimeSpan stalledAge)
    {
        if (_isRunning) return;
        _isRunning = true;
        try
        {
            var intents = await due.OpenIntents(intentAge);
            var settled = await Each(intents, intent => Video(intent.VideoId).Settle(intent.Revision));
            var driven = await Each(await due.Stalled(stalledAge), id => Upload(id).Drive());
            var expired = await Each(await due.ExpiredUploads(uploads.Value.Expiry), id => Upload(id).Expire());
            _view = new(_view.Passes + 1, _view.Settled + settled, _view.Driven + driven, _view.Expired + expired, clock.Now());
            metrics.Reconciled(settled, driven, expired);
            if (settled + driven + expired > 0) LogPass(settled, driven, expired);
        }
        finally
        {
            _isRunning = false;
        }
    }

    /// <summary>Each item on its own: one that fails is logged, stays due, and stops no other.</summary>
    private async Task<int> Each<T>(IReadOnlyList<T> items, Func<T, Task> work)
    {
        var done = 0;
        foreach (var item in items)
        {
            try
            {
                await work(item);
                done++;
            }
#pragma warning disable CA1031 // Anything that stops one item must not stop the others; the next look takes it up again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(e, item?.ToString());
            }
        }

        return done;
    }

    private IVideoGrain Video(Guid id) => GrainFactory.GetGrain<IVideoGrain>(id);

    private IUploadGrain Upload(Guid id) => GrainFactory.GetGrain<IUploadGrain>(id);

    [LoggerMessage(1100, LogLevel.Information, "Reconciled: {Settled} announced changes, {Driven} uploads taken up, {Expired} uploads given up")]
    private partial void LogPass(int settled, int driven, int expired);

    [LoggerMessage(1101, LogLevel.Warning, "Could not reconcile {Item}; the next look tries again")]
    private partial void LogFailed(Exception error, string? item);

    [LoggerMessage(1102, LogLevel.Warning, "Views could not be added up for the lists; the next try is in a minute")]
    private partial void LogViewsFailed(Exception error);
}
