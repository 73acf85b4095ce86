using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.DueWork;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// Forgets videos that were purged longer ago than tombstones are kept: the video's state and its row first, its deletions
/// last, so that a crash in between leaves the work to the next look.
/// </summary>
internal sealed partial class TombstoneExpiry(
    DeletionQueue queue, DueWorkQueue due, IGrainFactory grains, IOptions<DeletionOptions> options, ILogger<TombstoneExpiry> logger)
{
    /// <summary>Forgets what is due in these slots, by the database's clock.</summary>
    /// <param name="slots">The slots.</param>
    /// <returns>Whether more may be due now.</returns>
    public async Task<bool> Expire((int From, int To) slots)
    {
        var retention = options.Value.TombstoneRetention;
        var before = await queue.ReadClock() - retention;
        var parameters = new DynamicParameters(new { from = slots.From, to = slots.To, retention = (long)retention.TotalMilliseconds });
        var (taken, forgotten) = await due.RunAsync(DeletionQueue.ExpiredTombstones, parameters, async video =>
        {
            if (!await grains.GetGrain<IVideoGrain>(Guid.Parse(video)).Forget(before))
                throw new InvalidOperationException("The video was not purged so long ago, as its own state has it.");
            await queue.ForgetVideo(video);
            return true;
        });
        if (forgotten > 0) LogForgotten(forgotten, before);
        return taken >= DueWorkQueue.Batch;
    }

    [LoggerMessage(1304, LogLevel.Information, "{Count} videos that were purged before {Before:O} are forgotten")]
    private partial void LogForgotten(int count, DateTimeOffset before);
}
