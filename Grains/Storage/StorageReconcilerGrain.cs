using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Storage;

namespace OrleansVideo.Grains.Storage;

/// <summary>
/// The shell around <see cref="StorageScan"/>, <see cref="StorageScrub"/> and <see cref="QuarantineMoves"/>. Scan and scrub
/// run beside the calls; what they are at is in the database, so that any activation goes on with it.
/// </summary>
[GrainType("storage-reconciler")]
internal sealed partial class StorageReconcilerGrain(
    StorageScan scan,
    StorageScrub scrub,
    QuarantineMoves moves,
    QuarantineSweep sweep,
    FindingLists lists,
    StorageProgress progress,
    IOptions<StorageOptions> options,
    TimeProvider clock,
    ILogger<StorageReconcilerGrain> logger) : Grain, IStorageReconcilerGrain, IRemindable
{
    private const string ReminderName = "look";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ScrubCadence = TimeSpan.FromSeconds(1);

    private IGrainTimer? _looking;
    private IGrainTimer? _scrubbing;

    public async Task Start()
    {
        if (await this.GetReminder(ReminderName) is null)
            await this.RegisterOrUpdateReminder(ReminderName, ReminderPeriod, ReminderPeriod);
        await progress.Start(clock.Now());
        KeepLooking();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        KeepLooking();
        return Task.CompletedTask;
    }

    public async Task<Result> Scan(bool dryRun)
    {
        if (await progress.BeginScan(dryRun, clock.Now()) is null) return RefusalCode.ScanRunning;
        KeepLooking();
        _looking!.Change(TimeSpan.Zero, ReminderPeriod);
        return Result.Done;
    }

    public async Task<Result<Page<StorageFinding>>> ListFindings(
        FindingState? state, PageRequest page, CancellationToken cancellationToken)
    {
        if (!page.TryStart(out var after)) return RefusalCode.QueryInvalid;
        var rows = await lists.Page(state, page.Limit + 1, after, cancellationToken);
        return rows.ToPage(page.Limit, row => new Keyset(row.FoundAt, row.Id), Shown);
    }

    public async Task<Result<StorageFinding>> Quarantine(Guid findingId) => Shown(await moves.Quarantine(findingId));

    public async Task<Result<StorageFinding>> Restore(Guid findingId) => Shown(await moves.Restore(findingId));

    public async Task<StorageReconcilerView> GetState()
    {
        var row = await progress.Read();
        var counts = await lists.Count();
        return new StorageReconcilerView
        {
            IsScanning = row.IsScanning,
            IsDryRun = row.IsDryRun,
            ScanStarted = UnixTime.FromColumn(row.StartedAt),
            ScanEnded = UnixTime.FromColumn(row.EndedAt),
            Files = row.Files,
            Records = row.Records,
            OrphanFiles = counts.Of(FindingKind.OrphanFile),
            MissingFiles = counts.Of(FindingKind.MissingFile),
            StaleParts = counts.Of(FindingKind.StalePart),
            WrongSizes = counts.Of(FindingKind.WrongSize),
            Corrupt = counts.Of(FindingKind.Corrupt),
            QuarantinedFiles = counts.QuarantinedFiles,
            QuarantinedBytes = counts.QuarantinedBytes,
            ScrubStarted = UnixTime.FromColumn(row.ScrubStartedAt),
            ScrubEnded = UnixTime.FromColumn(row.ScrubEndedAt),
            ScrubbedFiles = row.ScrubFiles,
            ScrubbedBytes = row.ScrubBytes,
        };
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        scrub.Dispose();
        return Task.CompletedTask;
    }

    private void KeepLooking()
    {
        _looking ??= this.RegisterGrainTimer(
            Look, new GrainTimerCreationOptions(TimeSpan.Zero, ReminderPeriod) { Interleave = true, KeepAlive = true });
        if (scrub.IsOn)
        {
            _scrubbing ??= this.RegisterGrainTimer(
                Scrub, new GrainTimerCreationOptions(ScrubCadence, ScrubCadence) { Interleave = true, KeepAlive = true });
        }
    }

    /// <summary>Runs the scan that was begun, by a call or before a crash, or is due; then removes what is due.</summary>
    private async Task Look(CancellationToken cancellationToken)
    {
        try
        {
            var row = await progress.Read();
            if (!row.IsScanning && row.IsScanDue(clock.Now(), options.Value.ScanInterval))
                row = await progress.BeginScan(dryRun: false, clock.Now()) ?? await progress.Read();
            if (row.IsScanning) await scan.Run(row, cancellationToken);
            while (!cancellationToken.IsCancellationRequested && await sweep.RemoveDue())
            {
                // The next batch.
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The activation ends. Another one runs the scan again.
        }
#pragma warning disable CA1031 // Whatever stops a look, the next one tries again in a minute.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e);
        }
    }

    private async Task Scrub(CancellationToken cancellationToken)
    {
        try
        {
            await scrub.ReadOn(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The activation ends. Another one reads the video again.
        }
#pragma warning disable CA1031 // Whatever stops the scrub, it goes on in a second.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogScrubFailed(e);
        }
    }

    private StorageFinding Shown(FindingRow row) => row.ToFinding(options.Value.QuarantineLife);

    private Result<StorageFinding> Shown(Result<FindingRow> result) =>
        result.TryGet(out var row, out var refusal) ? Shown(row) : refusal;

    [LoggerMessage(1740, LogLevel.Warning, "A look at the storage failed; the next one comes in a minute")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(1741, LogLevel.Warning, "The scrub failed; it goes on in a second")]
    private partial void LogScrubFailed(Exception error);
}
