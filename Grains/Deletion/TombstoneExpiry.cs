using Dapper;
using Microsoft.Extensions.Logging;
using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// Forgets videos that were purged longer ago than tombstones are kept: the video's state and its row first, its deletions
/// last, so that a crash in between leaves the work to the next look.
/// </summary>
internal sealed partial class TombstoneExpiry(IVideoDatabase database, ILogger<TombstoneExpiry> logger)
{
    /// <summary>Videos forgotten per look.</summary>
    public const int Batch = 100;

    private const string ExpiredSql =
        """
        select video_id from deletions
        where state = 1 and finished_at <= @before and slot >= @from and slot < @to
        order by finished_at limit @take
        """;

    /// <summary>Forgets what is due in these slots.</summary>
    /// <param name="slots">The slots.</param>
    /// <param name="before">Purged until then.</param>
    /// <param name="grains">Where the videos are.</param>
    /// <returns>How many videos were forgotten; as many as <see cref="Batch"/> means that more may be due.</returns>
    public async Task<int> Expire((int From, int To) slots, DateTimeOffset before, IGrainFactory grains)
    {
        var forgotten = 0;
        foreach (var video in await Expired(slots, before))
        {
            try
            {
                if (!await grains.GetGrain<IVideoGrain>(Guid.Parse(video)).Forget(before)) continue;
                await database.ExecuteAsync("delete from deletions where video_id = @video", new { video });
                forgotten++;
            }
#pragma warning disable CA1031 // What can't be forgotten stays due, and must not keep the others (W19).
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(e, video);
            }
        }

        if (forgotten > 0) LogForgotten(forgotten, before);
        return forgotten;
    }

    private async Task<IReadOnlyList<string>> Expired((int From, int To) slots, DateTimeOffset before)
    {
        await using var connection = await database.OpenAsync();
        return (await connection.QueryAsync<string>(ExpiredSql, new
        {
            from = slots.From,
            to = slots.To,
            before = before.ToUnixTimeMilliseconds(),
            take = Batch,
        })).AsList();
    }

    [LoggerMessage(1304, LogLevel.Information, "{Count} videos that were purged before {Before:O} are forgotten")]
    private partial void LogForgotten(int count, DateTimeOffset before);

    [LoggerMessage(1305, LogLevel.Warning, "The tombstone of video {VideoId} could not be forgotten; a later look tries again")]
    private partial void LogFailed(Exception error, string videoId);
}
