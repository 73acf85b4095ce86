using Dapper;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Catalog;

/// <summary>
/// What changes and what changed lately. A change is an open intent from before its grain's state moves until the very
/// transaction that writes its row, and one statement sees the one or the other: no change slips through between them.
/// </summary>
internal sealed class ChangedRows(IVideoDatabase database)
{
    /// <summary>Most intents, and most rows, that one answer names: what a hundred kilobytes hold.</summary>
    public const int Most = 5_000;

    /// <remarks>
    /// The clock in a query of its own, asked once, and an order: so PostgreSQL finds the range in the index, though the clock
    /// moves and though it guesses that a third of all rows is recent.
    /// </remarks>
    internal const string Sql =
        """
        select * from (select video_id as VideoId, revision as Revision from video_intents limit @take) intents
        union all
        select * from (
            select id, revision from videos where changed_at >= (select {now}) - @window order by changed_at desc limit @take) changed
        """;

    /// <summary>Open intents, and rows written within the window.</summary>
    /// <param name="most">Most of each; the answer says when there are more.</param>
    public async Task<RecentChanges> Recent(int most = Most)
    {
        await using var connection = await database.OpenAsync();
        var rows = await connection.QueryAsync<(string VideoId, long Revision)>(
            database.WithNow(Sql), new { window = (long)RecentChanges.Window.TotalMilliseconds, take = most + 1 });
        VideoChange[] videos = [.. rows.Select(row => new VideoChange(Guid.Parse(row.VideoId), row.Revision))];
        return videos.Length <= most ? new(videos, IsComplete: true) : new([], IsComplete: false);
    }
}
