using System.Diagnostics.Metrics;
using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.DueWork;
using OrleansVideo.Grains.Uploads;
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
    DueWorkQueue due,
    DeadWorkRows given,
    VideoRows videos,
    UploadRows uploads,
    ViewTotals views,
    IOptions<UploadsOptions> options,
    ReconcilerMetrics metrics,
    TimeProvider clock,
    ILogger<CatalogReconcilerGrain> logger) : Grain, ICatalogReconcilerGrain, IRemindable
{
    private const string ReminderName = "look";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Cadence = TimeSpan.FromSeconds(5);

    /// <summary>An announced change or a processing video that is younger than this is most likely at work.</summary>
    private static readonly TimeSpan IntentAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StalledAge = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ViewsCadence = TimeSpan.FromMinutes(1);

    /// <summary>Changes announced that long ago and not yet published.</summary>
    private static readonly DueWorkList Intents = new(
        DueWorkKind.Intent,
        "select video_id as item, announced_at as due_at from video_intents where announced_at <= (select {now}) - @age");

    /// <summary>Complete uploads and processing videos that have not moved for that long. An upload's own grain takes it up once a minute.</summary>
    private static readonly DueWorkList Stalled = new(
        DueWorkKind.Upload,
        """
        select video_id as item, min(changed_at) as due_at from (
            select video_id, changed_at from uploads where is_complete = 1 and changed_at <= (select {now}) - @age
            union all
            select id, changed_at from videos where status = 2 and changed_at <= (select {now}) - @age) stalled
        group by video_id
        """,
        ShortestWait: StalledAge);

    /// <summary>Unfinished uploads whose time has passed, and drafts that never saw one for as long.</summary>
    private static readonly DueWorkList Expired = new(
        DueWorkKind.Expiry,
        """
        select video_id as item, expires_at as due_at from uploads
        where is_complete = 0 and expires_at <= (select {now}) and leased_until <= (select {now})
        union all
        select v.id, v.changed_at + @age from videos v
        where v.status = 1 and v.changed_at <= (select {now}) - @age and not exists (select 1 from uploads u where u.video_id = v.id)
        """);

    private IGrainTimer? _timer;
    private IGrainTimer? _viewsTimer;
    private bool _isRunning;
    private CatalogReconcilerView _view = new(0, 0, 0, 0, null);

    public async Task Start()
    {
        if (await this.GetReminder(ReminderName) is null)
            await this.RegisterOrUpdateReminder(ReminderName, ReminderPeriod, ReminderPeriod);
        await Pass(TimeSpan.Zero, TimeSpan.Zero, isEarly: true);
        KeepLooking();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        KeepLooking();
        return Task.CompletedTask;
    }

    public async Task<CatalogReconcilerView> GetState()
    {
        var counts = await given.Count();
        return _view with { Waiting = counts.Values.Sum(count => count.Waiting), DeadLetters = counts.Values.Sum(count => count.Dead) };
    }

    public Task<IReadOnlyList<DeadWork>> ListDeadWork(int limit, CancellationToken cancellationToken) =>
        given.List(Math.Clamp(limit, 1, PageRequest.MaxLimit), cancellationToken);

    public Task<int> ReplayDeadWork() => given.Replay();

    private void KeepLooking()
    {
        _timer ??= this.RegisterGrainTimer(
            () => Pass(IntentAge, StalledAge, isEarly: false),
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

    private async Task Pass(TimeSpan intentAge, TimeSpan stalledAge, bool isEarly)
    {
        if (_isRunning) return;
        _isRunning = true;
        try
        {
            var (_, settled) = await due.RunAsync(Intents, Age(intentAge), Settle);
            var (_, driven) = await due.RunAsync(Stalled, Age(stalledAge), Drive, isEarly);
            var (_, expired) = await due.RunAsync(Expired, Age(options.Value.Expiry), Expire);
            _view = new(_view.Passes + 1, _view.Settled + settled, _view.Driven + driven, _view.Expired + expired, clock.Now());
            metrics.Reconciled(settled, driven, expired);
            if (settled + driven + expired > 0) LogPass(settled, driven, expired);
        }
        finally
        {
            _isRunning = false;
        }
    }

    private static DynamicParameters Age(TimeSpan age) => new(new { age = (long)age.TotalMilliseconds });

    private async Task<bool> Settle(string item)
    {
        var id = Guid.Parse(item);
        if (await videos.AnnouncedRevision(id) is { } revision) await Video(id).Settle(revision);
        return true;
    }

    /// <summary>What comes of it shows later: the upload's grain goes on by itself.</summary>
    private async Task<bool> Drive(string item)
    {
        await Upload(Guid.Parse(item)).Drive();
        return false;
    }

    private async Task<bool> Expire(string item)
    {
        var id = Guid.Parse(item);
        await Upload(id).Expire();
        return !await uploads.IsExpired(id, options.Value.Expiry);
    }

    private IVideoGrain Video(Guid id) => GrainFactory.GetGrain<IVideoGrain>(id);

    private IUploadGrain Upload(Guid id) => GrainFactory.GetGrain<IUploadGrain>(id);

    [LoggerMessage(1100, LogLevel.Information, "Reconciled: {Settled} announced changes, {Driven} uploads taken up, {Expired} uploads given up")]
    private partial void LogPass(int settled, int driven, int expired);

    [LoggerMessage(1102, LogLevel.Warning, "Views could not be added up for the lists; the next try is in a minute")]
    private partial void LogViewsFailed(Exception error);
}

/// <summary>Counts what the reconciler had to finish because something else did not.</summary>
internal sealed class ReconcilerMetrics
{
    private readonly Counter<long> _items;

    public ReconcilerMetrics(IMeterFactory meters) => _items = meters.CreateVideoMeter().CreateCounter<long>(
        "orleansvideo.catalog.reconciled", "{item}", "What was found half done and finished, by kind (intent, upload, expiry).");

    /// <summary>One look is over.</summary>
    public void Reconciled(int intents, int uploads, int expiries)
    {
        Count("intent", intents);
        Count("upload", uploads);
        Count("expiry", expiries);
    }

    private void Count(string kind, int items)
    {
        if (items > 0) _items.Add(items, new KeyValuePair<string, object?>("kind", kind));
    }
}
