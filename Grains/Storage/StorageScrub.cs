using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Grains.Database;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Media.Store;
using OrleansVideo.Storage;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Storage;

/// <summary>
/// Reads all videos, one after another and slowly, and compares their SHA-256 with what was stored: a disk that changes
/// bytes says nothing by itself. A restart begins the video again, not the round.
/// </summary>
internal sealed partial class StorageScrub(
    MediaStore media,
    MediaInventory inventory,
    StorageRecords records,
    FindingRows findings,
    StorageProgress progress,
    StorageMetrics metrics,
    IGrainFactory grains,
    IOptions<StorageOptions> options,
    TimeProvider clock,
    ILogger<StorageScrub> logger) : IDisposable
{
    /// <summary>Videos looked at per call, however small.</summary>
    private const int MostVideos = 20;

    /// <summary>Between two rounds the clock is looked at this often.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly ByteBudget _budget = new(options.Value.ScrubBytesPerSecond, clock);
    private ContentReading? _reading;
    private Guid _id;
    private string _expected = "";
    private DateTimeOffset _restUntil;

    /// <summary>Whether it is switched on.</summary>
    public bool IsOn => options.Value.ScrubBytesPerSecond > 0;

    /// <summary>Reads on, as far as the rate allows.</summary>
    /// <param name="cancellationToken">Ends the call between two pieces.</param>
    public async Task ReadOn(CancellationToken cancellationToken)
    {
        for (var videos = 0; videos < MostVideos && !cancellationToken.IsCancellationRequested;)
        {
            var available = _budget.Available;
            if (available <= 0) return;
            if (_reading is null && !await OpenNext()) return;
            if (_reading is not { } reading || await Step(reading, available, cancellationToken)) videos++;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>Opens the next video, or leaves one out that is not what its row says: scans tell of those.</summary>
    /// <returns>Whether there was a next one in this round.</returns>
    private async Task<bool> OpenNext()
    {
        var now = clock.Now();
        if (now < _restUntil) return false;
        var place = await progress.Read();
        if (!place.IsScrubDue(now, options.Value.ScrubInterval))
        {
            _restUntil = now + Rest;
            return false;
        }

        if (place.ScrubStartedAt is null || place.ScrubEndedAt is not null)
        {
            await progress.BeginScrub(now);
            place = await progress.Read();
        }

        if (await records.NextToScrub(place.ScrubAfter) is not { } next)
        {
            await progress.EndScrub(now);
            LogRound(place.ScrubFiles, place.ScrubBytes);
            return false;
        }

        (_id, _expected) = (next.Id, next.ContentHash);
        try
        {
            _reading = ContentReading.Open(media, _id);
            if (_reading?.Length == next.Size) return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Suspect(new FindingReason(FindingReasonCode.NotOpened) { Arguments = [e.Message] }, next.Size);
        }

        Close();
        await progress.Scrubbed(_id, 0);
        return true;
    }

    /// <returns>Whether that was the end of the video.</returns>
    private async Task<bool> Step(ContentReading reading, long most, CancellationToken cancellationToken)
    {
        try
        {
            var read = await reading.ReadOn(Math.Min(most, ContentReading.LargestPiece), cancellationToken);
            _budget.Spend(read);
            metrics.Scrubbed(read);
            if (read > 0 && reading.Position < reading.Length) return false;
            if (reading.Digest() is var digest && digest == _expected) await findings.CloseCorrupt(MediaInventory.VideoPath(_id), clock.Now());
            else await Suspect(new FindingReason(FindingReasonCode.HashDiffers) { Arguments = [digest, _expected] }, reading.Length);
        }
        catch (IOException e)
        {
            await Suspect(new FindingReason(FindingReasonCode.Unreadable) { Arguments = [e.Message] }, reading.Length);
        }

        await progress.Scrubbed(_id, reading.Position);
        Close();
        return true;
    }

    /// <summary>The video's grain is asked: a video that is being deleted meanwhile, or whose row was wrong, is no finding.</summary>
    private async Task Suspect(FindingReason reason, long length)
    {
        var video = await grains.GetGrain<IVideoGrain>(_id).Read();
        if (RecordFacts.Of(video) is not { NeedsFile: true } || video!.ContentHash != _expected || inventory.Find(MediaInventory.VideoPath(_id)) is null) return;
        var place = await progress.Read();
        var verdict = new Verdict(MediaInventory.VideoPath(_id), _id, FindingKind.Corrupt, reason, length);
        var (row, isNew) = (await findings.Report([verdict], place.Scan, clock.Now()))[0];
        if (isNew) metrics.Found(row.Kind);
        LogCorrupt(row.Path, reason.InEnglish());
    }

    private void Close()
    {
        _reading?.Dispose();
        _reading = null;
    }

    [LoggerMessage(1730, LogLevel.Error, "{Path} is corrupt: {Reason}")]
    private partial void LogCorrupt(string path, string reason);

    [LoggerMessage(1731, LogLevel.Information, "The scrub has read all videos: {Files} files, {Bytes} bytes")]
    private partial void LogRound(long files, long bytes);
}

/// <summary>
/// How many bytes may be read now, so that over time they are no more than a rate allows. What a pause would have allowed
/// is lost but for a second's worth, so that nothing is read in a rush afterwards. Less than an eighth of that is not worth
/// a read.
/// </summary>
/// <param name="bytesPerSecond">The rate; more than 0.</param>
/// <param name="clock">The clock; durations alone count.</param>
internal sealed class ByteBudget(long bytesPerSecond, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private long _last = clock.GetTimestamp();
    private double _left;

    /// <summary>Bytes that may be read now.</summary>
    public long Available
    {
        get
        {
            var now = clock.GetTimestamp();
            _left = Math.Min(_left + clock.GetElapsedTime(_last, now).TotalSeconds * bytesPerSecond, Longest.TotalSeconds * bytesPerSecond);
            _last = now;
            return _left < bytesPerSecond / 8.0 ? 0 : (long)_left;
        }
    }

    /// <summary>Bytes were read.</summary>
    public void Spend(int bytes) => _left -= bytes;
}
