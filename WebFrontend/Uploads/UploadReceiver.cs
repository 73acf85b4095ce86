using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.Media;
using OrleansVideo.Media.Sniffing;
using OrleansVideo.Media.Store;
using OrleansVideo.Storage;
using OrleansVideo.Uploads;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Uploads;

/// <summary>Receives one file into a part file under a write lease, in constant memory (W22), and hands it over.</summary>
internal sealed partial class UploadReceiver(
    IGrainFactory grains,
    MediaStore media,
    IOptions<UploadsOptions> options,
    IOptions<StorageOptions> storage,
    UploadMetrics metrics,
    TimeProvider clock,
    ILogger<UploadReceiver> logger)
{
    /// <summary>Bytes that a form has around its file, at most, before it is refused by its length alone.</summary>
    private const int FormOverhead = 16 * 1024;

    private static readonly TimeSpan LogEvery = TimeSpan.FromMinutes(1);

    private long _loggedAt;

    /// <summary>
    /// 1. What the headers alone tell is refused before a byte is read. 2. The write lease. 3. The file goes to the part
    /// file, the lease renewed meanwhile. 4. The rest of the form: a body cut short ends here. 5. The part file is
    /// flushed and handed over. Whatever goes wrong, the part file is removed and the lease given back.
    /// </summary>
    public async Task<Result<StoredContent>> Receive(Guid id, Caller caller, HttpContext context)
    {
        var length = context.Request.ContentLength; // 1
        if (MultipartForm.BoundaryOf(context.Request) is not { } boundary) return RefusalCode.MultipartInvalid;
        if (length - FormOverhead > options.Value.MaxBytes) return TooLarge(options.Value.MaxBytes);

        var upload = grains.GetGrain<IUploadGrain>(id); // 2
        var begun = await upload.Begin(caller, length is { } all ? Math.Max(0, all - FormOverhead) : null);
        if (!begun.TryGet(out var lease, out var refusal)) return Refused(refusal);
        var isHandedOver = false;
        LeaseRenewal? renewal = null;
        try
        {
            await using var running = renewal = new LeaseRenewal(upload, lease, clock, logger, context.RequestAborted); // 3
            var written = await Write(id, lease, new MultipartForm(boundary, context.Request.Body), renewal);
            if (!written.TryGet(out var content, out refusal)) return Refused(refusal);

            isHandedOver = true; // 5
            var completed = await upload.Complete(lease.Number, content);
            return completed.Refusal is { } late ? late : content;
        }
        catch (StorageFullException e)
        {
            LogStorageFull(id, e.Message);
            return RefusalCode.StorageFull;
        }
        catch (OperationCanceledException) when (renewal?.LostTo is not null && !context.RequestAborted.IsCancellationRequested)
        {
            return Refused(renewal.LostTo); // The renewal found that the lease is somebody else's, or its room.
        }
        catch (FormLimitException e)
        {
            LogCutShort(id, e.Message);
            return e.ToRefusal();
        }
        catch (Exception e) when (MultipartForm.IsCutShort(e) && (e is not OperationCanceledException || context.RequestAborted.IsCancellationRequested))
        {
            LogCutShort(id, e.Message);
            return RefusalCode.MultipartInvalid;
        }
        finally
        {
            if (!isHandedOver) await GiveUp(upload, id, lease);
        }
    }

    private async Task<Result<StoredContent>> Write(Guid id, UploadLease lease, MultipartForm form, LeaseRenewal renewal)
    {
        if (await form.FindFileAsync(renewal.Lost) is not { } file) return RefusalCode.FileMissing;
        var opening = media.CreatePart(id, lease.Number);
        if (opening.File is not { } part) return RefusalCode.UploadInProgress;
        await using (part)
        {
            var written = await new FileWriter(options.Value, lease, HasRoom, metrics).Write(file, part, renewal);
            if (!written.TryGet(out var type, out var refusal)) return refusal;
            await form.ReadToEndAsync(renewal.Lost); // 4
            var content = await part.CompleteAsync(renewal.Lost);
            return new StoredContent(content.Length, content.Sha256, type.ContentType);
        }
    }

    private bool HasRoom() => storage.Value.Reserve == 0 || media.RecentAvailableBytes >= storage.Value.ReserveWhileReceiving;

    /// <summary>Says in the log, now and then, that the reserve keeps uploads out: however many of them come.</summary>
    private Refusal Refused(Refusal refusal)
    {
        if (refusal.Code != RefusalCode.StorageFull) return refusal;
        var (last, now) = (Interlocked.Read(ref _loggedAt), clock.GetTimestamp());
        if ((last == 0 || clock.GetElapsedTime(last, now) >= LogEvery) && Interlocked.CompareExchange(ref _loggedAt, now, last) == last)
            LogNoRoom(media.RecentAvailableBytes >> 20, storage.Value.Reserve >> 20);
        return refusal;
    }

    /// <summary>What the client started and did not finish leaves nothing behind. If the cluster is away the lease lapses by itself.</summary>
    private async Task GiveUp(IUploadGrain upload, Guid id, UploadLease lease)
    {
        media.RemovePart(id, lease.Number);
        try
        {
            await upload.Abandon(lease.Number);
        }
        catch (Exception e) when (ClusterTrouble.IsTrouble(e))
        {
            LogNotAbandoned(id, e.Message);
        }
    }

    /// <summary>The refusal of a file over the site's limit.</summary>
    internal static Refusal TooLarge(long limit) => new(
        RefusalCode.TooLarge, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"A video may have at most {limit:N0} bytes."));

    [LoggerMessage(EventId = 4200, Level = LogLevel.Error, Message = "The upload of video {VideoId} found the disk full: {Reason}")]
    private partial void LogStorageFull(Guid videoId, string reason);

    [LoggerMessage(EventId = 4203, Level = LogLevel.Warning, Message =
        "Uploads are refused: the disk has {FreeMiB} MiB left, of which {ReserveMiB} MiB are kept free and uploads under way take the rest")]
    private partial void LogNoRoom(long freeMiB, long reserveMiB);

    [LoggerMessage(EventId = 4201, Level = LogLevel.Information, Message = "The upload of video {VideoId} broke off: {Reason}")]
    private partial void LogCutShort(Guid videoId, string reason);

    [LoggerMessage(EventId = 4202, Level = LogLevel.Warning, Message = "The write lease of video {VideoId} could not be given back and will lapse: {Reason}")]
    private partial void LogNotAbandoned(Guid videoId, string reason);
}

/// <summary>
/// Copies a form's file to a part file: looks at its first bytes first, and stops at the limit, and when others have filled the disk.
/// </summary>
/// <param name="options">What may be sent.</param>
/// <param name="lease">The right to write.</param>
/// <param name="hasRoom">Whether the disk has room for more.</param>
/// <param name="metrics">Counts what is received.</param>
internal sealed class FileWriter(UploadsOptions options, UploadLease lease, Func<bool> hasRoom, UploadMetrics metrics)
{
    private const int Piece = 128 * 1024;

    /// <summary>Writes the file.</summary>
    /// <returns>The content's type; or why the file is refused.</returns>
    public async Task<Result<MediaType>> Write(MultipartSection file, PartFile part, LeaseRenewal renewal)
    {
        var buffer = new byte[Piece];
        var current = lease;
        var head = await file.Body.ReadAtLeastAsync(buffer, ContentSniffer.HeadBytes, throwOnEndOfStream: false, renewal.Lost);
        if (head == 0) return RefusalCode.FileEmpty;
        if (ContentSniffer.Sniff(buffer.AsSpan(0, head)) is not { } type || !options.Allows(type.Name)) return TypeNotAllowed();

        for (var read = head; read > 0; read = await file.Body.ReadAsync(buffer, renewal.Lost))
        {
            if (part.Length + read > lease.MaxBytes) return OverLimit();
            if (current.ReservationStep > 0 && part.Length + read > current.ReservedBytes)
            {
                // Counted as received, so that the answer is good for these bytes.
                if (!(await renewal.ReserveAsync(part.Length + read - 1)).TryGet(out var grown, out var refusal)) return refusal;
                current = grown;
            }

            if (!hasRoom()) return RefusalCode.StorageFull;
            await part.AppendAsync(buffer.AsMemory(0, read), renewal.Lost);
            renewal.Report(part.Length);
            metrics.Received(read);
        }

        return type;
    }

    private Refusal OverLimit() => lease.LimitedByQuota ? RefusalCode.QuotaExceeded : UploadReceiver.TooLarge(options.MaxBytes);

    private Refusal TypeNotAllowed() =>
        new RefusalReason(RefusalReasonCode.TypeNotTaken, options.AllowedTypes).Refuse(RefusalCode.TypeNotAllowed);
}
