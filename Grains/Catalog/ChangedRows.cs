using Dapper;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Catalog;

/// <summary>
/// What changes and what changed lately. A change is an open intent from before its grain's state moves until the very
/// transaction that writes its row, and one statement sees the one or the other: no change slips through between them.
/// </summary>
internal sealed class ChangedRows(IVideoDatabase database)
{
    /// <summary>Most intents, and most rows, that one answer names: what a hundred kilobytes hold.</summary>
    public const int Most = 5_000;

    private const long IsClock = 0, IsIntent = 1, IsChanged = 2, IsEvicted = 3;

    /// <remarks>
    /// The clock in a query of its own, asked once, and an order: so PostgreSQL finds the range in the index, though the clock
    /// moves and though it guesses that a third of all rows is recent. Evictions without a viewer, of all playbacks of a video, are
    /// the limiter's alone: frontends know the video.
    /// </remarks>
    internal const string Sql =
        """
        select cast(0 as bigint) as Kind, '' as VideoId, cast(0 as bigint) as Revision, (select {now}) as At, '' as Viewer
        union all
        select * from (select 1, video_id, revision, 0, '' from video_intents limit @take) intents
        union all
        select * from (
            select 2, id, revision, changed_at, '' from videos where changed_at >= (select {now}) - @window order by changed_at desc limit @take) changed
        union all
        select * from (
            select 3, video_id, 0, ends_at - (select {now}), viewer from stream_evictions
            where ends_at > (select {now}) and viewer <> '' order by ends_at desc limit @take) evicted
        """;

    /// <summary>
    /// Open intents, and the latest rows written within the window. Where there are more rows than can be named, the answer
    /// says how far back it names all of them; where there are more intents, it reaches nowhere. And evictions that are in force. A row whose
    /// id can't be read is passed over: it must not keep all frontends from what the others say.
    /// </summary>
    /// <param name="most">Most of each.</param>
    /// <param name="cancellationToken">Gives the look up.</param>
    public async Task<RecentChanges> Recent(int most = Most, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<(long Kind, string VideoId, long Revision, long At, string Viewer)>(new CommandDefinition(
            database.WithNow(Sql), new { window = (long)RecentChanges.Window.TotalMilliseconds, take = most + 1 }, cancellationToken: cancellationToken));
        var greatest = new Dictionary<Guid, long>();
        List<VideoEviction> evictions = [];
        var (now, intents, changed, oldest) = (0L, 0, 0, long.MaxValue);
        foreach (var (kind, videoId, revision, at, viewer) in rows)
        {
            if (kind == IsClock)
            {
                now = at;
                continue;
            }

            if (kind == IsIntent) intents++;
            else if (kind == IsChanged) (changed, oldest) = (changed + 1, Math.Min(oldest, at));
            if (!Guid.TryParse(videoId, out var id)) continue; // Nobody plays it, and everybody waits for what the other rows say.
            if (kind == IsEvicted) evictions.Add(new VideoEviction(new PlaybackKey(viewer, id), TimeSpan.FromMilliseconds(at)));
            else greatest[id] = Math.Max(revision, greatest.GetValueOrDefault(id));
        }

        var isComplete = intents <= most && changed <= most;
        var reach = isComplete ? RecentChanges.Window
            : intents > most ? TimeSpan.Zero
            : TimeSpan.FromMilliseconds(Math.Clamp(now - oldest - 1, 0, RecentChanges.Window.TotalMilliseconds)); // Of its own millisecond some may be missing.
        return new RecentChanges([.. greatest.Select(one => new VideoChange(one.Key, one.Value))], isComplete) { BeganAt = now, Reach = reach, Evictions = evictions };
    }
}
