using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Deletion;
using OrleansVideo.Grains.Videos;
using OrleansVideo.Media.Posters;
using OrleansVideo.Media.Store;
using OrleansVideo.Uploads;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Uploads;

/// <summary>
/// One video's upload. The lease's number is stored, its life is not: a writer that renews after this grain moved is
/// simply heard of again, and one that is gone stands in nobody's way. Only the newest number publishes.
/// </summary>
[GrainType("upload")]
internal sealed partial class UploadGrain(
    [PersistentState("upload")] IPersistentState<UploadState> storage,
    UploadRows rows,
    UploadVolume volume,
    IVideoDatabase database,
    DeletionLedgerCommands deletions,
    MediaStore media,
    PosterQueue posters,
    IOptions<UploadsOptions> options,
    TimeProvider clock,
    ILogger<UploadGrain> logger) : Grain, IUploadGrain
{
    /// <summary>Work that fails is taken up again after this long, however often it is asked for.</summary>
    private static readonly TimeSpan DriveAgain = TimeSpan.FromMinutes(1);

    /// <summary>Longer than a poster waits for its turn; should it be shorter, a pass takes the work up again.</summary>
    private static readonly TimeSpan LongestPoster = TimeSpan.FromHours(2);

    private UploadState _stored = new();
    private DateTimeOffset _leasedUntil; // By this silo's clock. It keeps a second writer out for a while, and decides nothing for good.
    private DateTimeOffset? _expiresAt;
    private DateTimeOffset _drivenAt;
    private long _received;
    private IGrainTimer? _driving;
    private Task<ProbeReport>? _probing;
    private Task<PosterOutcome>? _makingPoster;

    private Guid Id => this.GetPrimaryKey();
    private IVideoGrain Video => GrainFactory.GetGrain<IVideoGrain>(Id);
    private bool HasWriter => _leasedUntil > clock.Now();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _stored = storage.State;
        this.DeactivateUnlessStored(IsNeeded);
        return Task.CompletedTask;
    }

    /// <summary>The next activation may be on another silo, and has to be the only one that has a poster made.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => posters.EndAsync(Id);

    public async Task<Result<UploadLease>> Begin(Caller caller, long? length)
    {
        var video = await Video.Read();
        if (UploadAccess.Refuse(video, caller) is { } refusal) return refusal;
        if (_stored.IsNewer) return RefusalCode.NewerVersion;
        if (_stored.Content is not null) return RefusalCode.AlreadyUploaded;
        if (HasWriter) return new Refusal(RefusalCode.UploadInProgress, RetryAfter: _leasedUntil - clock.Now());
        if (length > options.Value.MaxBytes) return RefusalCode.TooLarge;

        var times = UploadTimes.From(options.Value, await database.ReadClockAsync());
        var reserved = await rows.Reserve(
            Id, video!.OwnerId, length, UploadLimits.From(options.Value), await volume.Measure(Id, times.Now), times);
        if (reserved.Refusal is { } limit) return new Refusal(limit, RetryAfter: limit == RefusalCode.UploadsExhausted ? options.Value.LeaseLife : null);

        await Store(_stored with { Lease = _stored.Lease + 1, Length = length });
        await Disk.Run(() => media.RemoveParts(Id, olderThanLease: _stored.Lease));
        Heard(times, 0);
        return LeaseOf(reserved);
    }

    public async Task<Result> Renew(int lease, long received) =>
        (await Renew(lease, received, needed: 0, wanted: 0)).Refusal is { } refusal ? refusal : Result.Done;

    public async Task<Result<UploadLease>> Reserve(int lease, long received)
    {
        var most = options.Value.MaxBytes;
        if (received >= most) return RefusalCode.TooLarge;
        var reserved = await Renew(lease, received, needed: received + 1, wanted: Math.Min(most, received + options.Value.ReservationStep));
        return reserved.Refusal is { } refusal ? refusal : LeaseOf(reserved);
    }

    public async Task<Result> Complete(int lease, StoredContent content)
    {
        if (_stored.IsNewer) return RefusalCode.NewerVersion;
        if (lease != _stored.Lease) return await IsContentOfVideo(content) ? Result.Done : RefusalCode.UploadSuperseded;
        if (_stored.Content is not null && _stored.Content != content) return RefusalCode.AlreadyUploaded;
        await rows.MarkComplete(Id, content.Size, await database.ReadClockAsync());
        if (_stored.Content is null) await Store(_stored with { Content = content });
        _leasedUntil = default;

        try
        {
            var published = await Publish();
            if (published.Refusal is null) StartDriving();
            else await Finish();
            return published;
        }
        catch (StorageFullException)
        {
            // Not even a name fits on the disk. The upload stays complete, so a later pass publishes it once there is room.
            return RefusalCode.StorageFull;
        }
    }

    public async Task Abandon(int lease)
    {
        if (lease != _stored.Lease || _stored.Content is not null) return;
        _stored.RefuseIfNewer();
        await Disk.Run(() => media.RemovePart(Id, lease));
        await rows.Release(Id);
        _leasedUntil = default;
    }

    public Task Drive()
    {
        _stored.RefuseIfNewer();
        if (clock.Now() - _drivenAt < DriveAgain) return Task.CompletedTask;
        _drivenAt = clock.Now();
        StartDriving();
        return Task.CompletedTask;
    }

    public async Task Expire()
    {
        _stored.RefuseIfNewer();
        if (_stored.Content is not null || HasWriter || !await rows.IsExpired(Id, options.Value.Expiry)) return;
        LogExpired(Id);
        await Disk.Run(() => media.RemoveParts(Id));
        if (await Video.Read() is { Status: VideoStatus.Draft } draft)
        {
            var now = await database.ReadClockAsync();
            var row = await deletions.Open(DeletionRequest.Of(draft, DeletionRow.Expiry, now, now));
            await Video.BeginPurge(row.Generation); // From here on no upload is taken that the purge would destroy.
        }

        await Close();
    }

    public async Task Close()
    {
        _stored.RefuseIfNewer();
        await posters.EndAsync(Id); // Files are removed next.
        await rows.Remove(Id);
        await storage.ClearAsync();
        _stored = new UploadState();
        _leasedUntil = default;
        _expiresAt = null;
        this.DeactivateUnlessStored(IsNeeded);
    }

    public Task<UploadStateView> GetState() => Task.FromResult(new UploadStateView
    {
        Lease = _stored.Lease,
        LeasedUntil = HasWriter ? _leasedUntil : null,
        Length = _stored.Length,
        Received = _received,
        IsComplete = _stored.Content is not null,
        ExpiresAt = _expiresAt,
    });

    /// <summary>Whether there is an upload, work on it, or the memory of work that must not be taken up again at once.</summary>
    private bool IsNeeded() => storage.RecordExists || _driving is not null || clock.Now() - _drivenAt < DriveAgain;

    private async Task<Reservation> Renew(int lease, long received, long needed, long wanted)
    {
        if (lease != _stored.Lease || _stored.Content is not null) return Reservation.Refused(RefusalCode.UploadSuperseded);
        var times = UploadTimes.From(options.Value, await database.ReadClockAsync());
        VolumeRoom? room = wanted > 0 || !HasWriter ? await volume.Measure(Id, times.Now) : null;
        var reserved = await rows.Renew(Id, needed, wanted, UploadLimits.From(options.Value), room, times);
        if (reserved.Refusal is null) Heard(times, received);
        return reserved;
    }

    private UploadLease LeaseOf(Reservation reserved) => new(
        _stored.Lease,
        reserved.MaxBytes,
        reserved.MaxBytes < options.Value.MaxBytes,
        options.Value.LeaseLife / 3,
        reserved.Bytes,
        reserved.Bytes < reserved.MaxBytes ? options.Value.ReservationStep : 0);

    private async Task<bool> IsContentOfVideo(StoredContent content) =>
        await Video.Read() is { } video && video.Size == content.Size && video.ContentHash == content.Sha256;

    private void Heard(UploadTimes times, long received)
    {
        _leasedUntil = clock.Now() + options.Value.LeaseLife;
        _expiresAt = times.ExpiresAt;
        _received = received;
    }

    private async Task Store(UploadState next)
    {
        await storage.WriteAsync(next);
        _stored = next;
    }

    // What happens once all bytes are here: publish, look into the file, say what was found, and have the poster made. Every step is a turn of
    // the grain and can be repeated; only the look and the poster, which may take long, go on beside the turns. A video plays before it has
    // its poster: until then its upload stays, so that a crash leaves the poster as due work.

    private void StartDriving() => _driving ??= this.RegisterGrainTimer(
        DriveOn, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { KeepAlive = true });

    /// <summary>One turn of the work. An exception ends it for now: the reconciler takes it up again in a minute.</summary>
    private async Task DriveOn()
    {
        if (_probing is { IsCompleted: false } || _makingPoster is { IsCompleted: false }) return;
        if (posters.IsStopping)
        {
            StopDriving(); // A silo that stops finds no grain to ask any more.
            return;
        }

        var waits = false;
        try
        {
            waits = _makingPoster is not null ? await FinishPoster(_makingPoster)
                : _probing is not null ? await FinishProbing(_probing)
                : await GoOn();
        }
        finally
        {
            if (!waits) StopDriving();
        }
    }

    /// <summary>Publishes what is complete, and has the file looked into, or its poster made, when the video waits for that.</summary>
    /// <returns>Whether there is something to wait for; so too those below.</returns>
    private async Task<bool> GoOn()
    {
        if (_stored.Content is not null && (await Publish()).Refusal is not null) return await End();
        var video = await Video.Read();
        if (video is not { Status: VideoStatus.Processing }) return _stored.Content is null ? await End() : await StartPoster(video);
        _probing = GrainFactory.GetGrain<IMediaProbeGrain>(0).ProbeFile(Id, video.OwnerId);
        _ = WakeAfter(_probing);
        return true;
    }

    private async Task<bool> End()
    {
        await Finish();
        return false;
    }

    /// <summary>Asks for a turn once the work beside the turns is over, however it ended.</summary>
    private async Task WakeAfter(Task work)
    {
        await Task.WhenAny(work);
        _driving?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private async Task<bool> FinishProbing(Task<ProbeReport> probing)
    {
        var completed = await Video.CompleteProcessing(await probing);
        if (completed.Refusal is { IsOfNewerVersion: true }) throw NotYetOurs(); // The video waits on, and so does the upload.
        return await StartPoster(await Video.Read());
    }

    private async Task<bool> StartPoster(VideoDetails? video)
    {
        if (video is not { Status: VideoStatus.Ready or VideoStatus.Trashed, HasPoster: false }) return await End();
        _makingPoster = posters.Make(video);
        DelayDeactivation(LongestPoster);
        _ = WakeAfter(_makingPoster);
        return true;
    }

    private async Task<bool> FinishPoster(Task<PosterOutcome> making)
    {
        var outcome = await making;
        if (outcome == PosterOutcome.Interrupted) return false; // The upload stays, and is taken up again.
        if (outcome != PosterOutcome.Made) return await End();
        var added = await Video.AddPoster();
        if (added.Refusal is { IsOfNewerVersion: true }) throw NotYetOurs();

        // A purge that came in between removed the files before the poster was among them.
        if (added.Refusal is not null) await Disk.Run(() => media.RemovePoster(Id));
        return await End();
    }

    private void StopDriving()
    {
        if (_makingPoster is not null) DelayDeactivation(TimeSpan.Zero);
        _probing = null;
        _makingPoster = null;
        _driving?.Dispose();
        _driving = null;
    }

    /// <summary>
    /// From a whole part file to a video that is processing. Asks the video again after the rename, so that a deletion
    /// that came in between leaves no file behind.
    /// </summary>
    private async Task<Result> Publish()
    {
        var outcome = await Disk.Run(() => media.Publish(Id, _stored.Lease));
        if (outcome == PublishOutcome.Missing && await Video.Read() is { Status: VideoStatus.Draft }) return await Lose();
        if (outcome == PublishOutcome.Conflict) await Disk.Run(() => media.RemovePart(Id, _stored.Lease));
        var begun = await Video.BeginProcessing(_stored.Content!);
        if (begun.Refusal is { IsOfNewerVersion: true }) throw NotYetOurs();
        if (begun.Refusal is { } refusal && await Video.Read() is not { Status: not (VideoStatus.Purging or VideoStatus.Purged) })
        {
            await Disk.Run(() => media.RemoveVideo(Id));
            LogRefused(Id, refusal.Code);
        }

        return begun;
    }

    /// <summary>
    /// The bytes are neither in their part file nor published: nothing of them may be acknowledged. The draft says so, and takes
    /// another upload; the room that was kept for this one is given back.
    /// </summary>
    private async Task<Result> Lose()
    {
        LogLost(Id, _stored.Lease);
        var told = await Video.LoseUpload(VideoFailureCode.UploadLost.Sentence()!);
        if (told.Refusal is { IsOfNewerVersion: true }) throw NotYetOurs();
        await Store(_stored with { Content = null }); // A crash from here on leaves a complete row without content, which a pass releases.
        return RefusalCode.UploadLost;
    }

    /// <summary>
    /// Nothing is left to do: forgets the upload. A draft whose bytes never were all here keeps its lease number, and its
    /// row for the expiry, but neither part file nor storage, unless somebody writes.
    /// </summary>
    private async Task Finish()
    {
        if (_stored.Content is null && HasWriter) return;
        if (_stored.Content is null && await Video.Read() is { Status: VideoStatus.Draft })
        {
            await Disk.Run(() => media.RemoveParts(Id));
            await rows.Release(Id);
            return;
        }

        await Close();
    }

    /// <summary>What ends the work for now and forgets nothing: the release that wrote the video goes on with it.</summary>
    private NewerVersionException NotYetOurs() => new($"A newer release wrote video {Id}: its upload waits.");

    [LoggerMessage(1500, LogLevel.Information, "The upload of video {VideoId} made no progress for too long and is given up")]
    private partial void LogExpired(Guid videoId);

    [LoggerMessage(1501, LogLevel.Information, "The content of video {VideoId} came too late ({Reason}); its file is removed")]
    private partial void LogRefused(Guid videoId, RefusalCode reason);

    [LoggerMessage(1502, LogLevel.Error,
        "The file of video {VideoId} (write lease {Lease}) is not in the media directory, so it is not published: the upload is refused and can be sent again")]
    private partial void LogLost(Guid videoId, int lease);
}

/// <summary>Who may upload to a video: its owner, while it is a draft. Not even an admin fills another's draft.</summary>
internal static class UploadAccess
{
    /// <summary>Why the caller can't upload to the video; null when they can.</summary>
    public static RefusalCode? Refuse(VideoDetails? video, Caller caller) =>
        VideoAccess.RefuseManaging(video, caller) ?? video switch
        {
            { OwnerId: var owner } when owner != caller.AccountId => RefusalCode.NotYours,
            { IsNewer: true } => RefusalCode.NewerVersion,
            { Status: var status } when !VideoAccess.IsKnown(status) => RefusalCode.NewerVersion,
            { Status: VideoStatus.Draft } => null,
            { Status: VideoStatus.Trashed or VideoStatus.Purging or VideoStatus.Purged } => RefusalCode.Gone,
            _ => RefusalCode.AlreadyUploaded,
        };
}
