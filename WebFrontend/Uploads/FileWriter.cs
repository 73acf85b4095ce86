using Microsoft.AspNetCore.WebUtilities;
using OrleansVideo.Media;
using OrleansVideo.Media.Sniffing;
using OrleansVideo.Media.Store;
using OrleansVideo.Uploads;

namespace OrleansVideo.WebFrontend.Uploads;

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

    private Refusal TypeNotAllowed() => new(
        RefusalCode.TypeNotAllowed, $"The file's content is none of the types taken here: {options.AllowedTypes}. Its name does not matter.");
}
