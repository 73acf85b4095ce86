using System.Data.Common;
using Dapper;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Videos;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Catalog;

/// <summary>
/// The writing side of the videos' read model. Only a video's own grain writes its row: an intent first, then its state,
/// then the row. An intent that stays open is work for the reconciler.
/// </summary>
internal sealed class VideoRows(IVideoDatabase database)
{
    private const string AnnounceSql =
        """
        insert into video_intents (video_id, revision, hides, announced_at) values (@id, @revision, @hides, {now})
        on conflict (video_id) do update set
            revision = case when excluded.revision > video_intents.revision then excluded.revision else video_intents.revision end,
            hides = case when excluded.hides > video_intents.hides then excluded.hides else video_intents.hides end
        """;

    private const string CountDraftsSql = "select count(*) from videos where owner_id = @owner and status = @draft and status <> 7 and id <> @id";

    private const string CloseIntentSql = "delete from video_intents where video_id = @Id and revision <= @Revision";

    /// <summary>
    /// Locks the row of a video that is not being purged, until the transaction ends. A purge changes the row before it removes anything:
    /// what is written under the lock, by whatever activation, is either there for the removal or refused.
    /// </summary>
    /// <param name="connection">The transaction's connection.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="videoId">The video, as its row has it.</param>
    /// <returns>False when the video is being purged, is gone, or never was.</returns>
    public static async Task<bool> TryLock(DbConnection connection, DbTransaction transaction, string videoId) =>
        await connection.ExecuteAsync(
            "update videos set revision = revision where id = @videoId and status not in (@purging, @purged)",
            new { videoId, purging = (int)VideoStatus.Purging, purged = (int)VideoStatus.Purged },
            transaction) == 1;

    /// <summary>Says that a change to this revision is on its way. A hiding change hides the video from lists from now on.</summary>
    public Task Announce(Guid id, long revision, bool hides) => database.ExecuteAsync(
        AnnounceSql, new { id = id.ToString("D"), revision, hides = hides ? 1 : 0 });

    /// <summary>
    /// Announces a draft's first state, and puts its row in place, under the account's row lock and only if the account has room for one
    /// more: however many are created at once, on however many silos, none is too many. Until the state is stored the row has revision 0.
    /// </summary>
    /// <returns>Whether there was room.</returns>
    public Task<bool> AnnounceDraft(Guid id, VideoState draft, int maxDrafts) => database.WriteAsync(async (connection, transaction) =>
    {
        var row = new { id = id.ToString("D"), revision = draft.Revision, hides = 0, owner = draft.OwnerId.ToString("D"), draft = (int)VideoStatus.Draft };
        await connection.ExecuteAsync("update accounts set revision = revision where account_id = @owner", row, transaction);
        if (await connection.ExecuteScalarAsync<long>(CountDraftsSql, row, transaction) >= maxDrafts) return false;
        await connection.ExecuteAsync(database.WithNow(AnnounceSql), row, transaction);
        await connection.ExecuteAsync(database.WithNow(VideoRow.UpsertSql), VideoStateMapping.Map(draft with { Revision = 0 }, id).ToRow(), transaction);
        return true;
    });

    /// <summary>
    /// Writes the row unless a newer one is there, and closes the intents that it fulfils. With a tombstone, what was counted
    /// for the video goes.
    /// </summary>
    public Task Publish(Guid id, VideoState state) => database.WriteAsync(async (connection, transaction) =>
    {
        var row = VideoStateMapping.Map(state, id).ToRow();
        await connection.ExecuteAsync(database.WithNow(VideoRow.UpsertSql), row, transaction);
        await connection.ExecuteAsync(CloseIntentSql, row, transaction);
        if (state.Status == VideoStatus.Purged) await connection.ExecuteAsync(ViewCounts.RemoveSql, row, transaction);
    });

    /// <summary>The greatest revision announced and not yet published; null when there is none.</summary>
    public async Task<long?> AnnouncedRevision(Guid id)
    {
        await using var connection = await database.OpenAsync();
        return await connection.ExecuteScalarAsync<long?>(
            "select revision from video_intents where video_id = @id", new { id = id.ToString("D") });
    }

    /// <summary>Closes the intents of a video that was announced and never stored, and removes the row that a draft had in advance.</summary>
    public Task Forget(Guid id, long revision) => database.ExecuteAsync(
        $"{CloseIntentSql}; delete from videos where id = @Id and revision = 0", new { Id = id.ToString("D"), Revision = revision });

    /// <summary>Removes the row of a video that is forgotten, and what may have been counted while it was purged.</summary>
    public Task Remove(Guid id) => database.ExecuteAsync(
        $"delete from videos where id = @Id; {ViewCounts.RemoveSql}", new { Id = id.ToString("D") });
}
