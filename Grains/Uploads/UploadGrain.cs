using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Deletion;
using OrleansVideo.Grains.Videos;
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
    DeletionLedger ledger,
    MediaStore media,
    PosterQueue posters,
    IOptions<UploadsOptions> options,
    TimeProvider clock,
    ILogger<UploadGrain> logger) : Grain, IUploadGrain
{
    /// <summary>Work that fails is taken up again after this long, however often it is asked for.</summary>
    private static readonly TimeSpan DriveAgain = TimeSpan.FromMinutes(1);

    private UploadState _stored = new();
    private DateTimeOffset _leasedUntil; // By this silo's clock. It keeps a second writer out for a while, and decides nothing for good.
    private DateTimeOffset? _expiresAt;
    private DateTimeOffset _drivenAt;
    private long _received;

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
            var row = await ledger.Open(DeletionRequest.Of(draft, DeletionRow.Expiry, now, now));
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

    [LoggerMessage(1500, LogLevel.Information, "The upload of video {VideoId} made no progress for too long and is given up")]
    private partial void LogExpired(Guid videoId);
}
