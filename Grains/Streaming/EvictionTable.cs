using Dapper;
using OrleansVideo.Grains.Database;
using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>
/// The evictions that a ledger knows of, each in force until a moment of the ledger's own clock: what the database's table
/// of them held when the limiter took over, and what came since.
/// </summary>
internal sealed class EvictionTable
{
    private readonly Dictionary<PlaybackKey, TimeSpan> _ends = [];

    /// <summary>Puts an eviction in force, of one playback or of <see cref="EvictionRows.Everyone"/>; none is ever shortened.</summary>
    public void Add(PlaybackKey playback, TimeSpan until)
    {
        if (until > _ends.GetValueOrDefault(playback)) _ends[playback] = until;
    }

    /// <summary>For how long the playback itself gets no token; zero or less when nothing is in its way.</summary>
    public TimeSpan Left(PlaybackKey playback, TimeSpan now) => _ends.TryGetValue(playback, out var until) ? until - now : TimeSpan.Zero;

    /// <summary>Whether a lease of the playback that an earlier limiter granted was taken back: it alone, or with all of its video.</summary>
    public bool Ends(PlaybackKey playback, TimeSpan now) =>
        Left(playback, now) > TimeSpan.Zero || Left(EvictionRows.Everyone(playback.VideoId), now) > TimeSpan.Zero;

    /// <summary>Forgets what is over.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Prune(TimeSpan now)
    {
        var over = _ends.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToArray();
        foreach (var playback in over) _ends.Remove(playback);
        return over.Length > 0;
    }
}

/// <summary>
/// The table of evictions: playbacks that an admin ended, each in force until a moment of the database's clock. It outlives
/// every limiter; the column <c>evicted_at</c> has an index for whoever wants the newest. A row of <see cref="Everyone"/> ends all
/// playbacks of a video that began before it; it keeps nobody from asking again, which is the video's own to allow.
/// </summary>
internal sealed class EvictionRows(IVideoDatabase database)
{
    private const string AddSql =
        """
        insert into stream_evictions (viewer, video_id, evicted_at, ends_at) values (@viewer, @video, {now}, {now} + @duration)
        on conflict (viewer, video_id) do update set
            evicted_at = excluded.evicted_at,
            ends_at = case when excluded.ends_at > stream_evictions.ends_at then excluded.ends_at else stream_evictions.ends_at end
        """;

    private const string InForceSql =
        "select viewer, video_id, ends_at - {now} from stream_evictions where ends_at > (select {now}) order by viewer, video_id";

    /// <summary>Stands for all playbacks of a video; no viewer has this name.</summary>
    public static PlaybackKey Everyone(Guid videoId) => new("", videoId);

    /// <summary>Puts an eviction in force from now on; one that is in force already is prolonged, never shortened.</summary>
    /// <param name="playback">Whose playback of what is ended.</param>
    /// <param name="duration">For how long it gets no stream token.</param>
    /// <returns>Done when the row is committed.</returns>
    public Task Add(PlaybackKey playback, TimeSpan duration) => database.ExecuteAsync(AddSql, new
    {
        viewer = playback.Viewer,
        video = playback.VideoId.ToString("D"),
        duration = (long)duration.TotalMilliseconds,
    });

    /// <summary>
    /// All evictions that are in force, and for how long they still are; but for rows whose id can't be read: nobody plays such a video, and
    /// a limiter that stumbled over one would grant nobody anything.
    /// </summary>
    public async Task<IReadOnlyList<(PlaybackKey Playback, TimeSpan Left)>> InForce(CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string Viewer, string VideoId, long Left)>(
            new CommandDefinition(database.WithNow(InForceSql), cancellationToken: cancellationToken));
        return
        [
            .. from row in rows
               let id = Guid.TryParse(row.VideoId, out var video) ? video : (Guid?)null
               where id is not null
               select (new PlaybackKey(row.Viewer, id.Value), TimeSpan.FromMilliseconds(row.Left)),
        ];
    }

    /// <summary>Removes evictions that have ended.</summary>
    /// <returns>How many.</returns>
    public Task<int> Prune() => database.ExecuteAsync("delete from stream_evictions where ends_at <= {now}", new { });
}
