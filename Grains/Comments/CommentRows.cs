using Dapper;
using OrleansVideo.Catalog;
using OrleansVideo.Comments;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Comments;

/// <summary>The comments' table: the truth about them.</summary>
internal sealed class CommentRows(IVideoDatabase database)
{
    private const string Columns =
        "seq as Seq, id as Id, author_id as AuthorId, author_name as Author, content as Content, created_at as CreatedAt";

    /// <summary>By an expression that the table's own key has not, so that it is never read for one video.</summary>
    internal const string ListSql =
        $"""
        select {Columns} from comments where video_id = @video and seq + 0 < coalesce(@key, 9223372036854775807)
        order by seq + 0 desc limit @take
        """;

    /// <summary>Counted as they come and go: a page of a video with a hundred thousand comments reads two rows.</summary>
    internal const string CountSql =
        """
        select coalesce((select comments from comment_counts where video_id = @video), 0),
            (select created_at from comments where video_id = @video order by seq + 0 desc limit 1)
        """;

    /// <summary>
    /// Adds a comment unless the video is being purged or is gone. The video's row is locked first: a comment of whatever activation is
    /// either there for the removal or refused.
    /// </summary>
    /// <returns>Whether it was added.</returns>
    public Task<bool> Add(Guid videoId, Comment comment) => database.WriteAsync(async (connection, transaction) =>
    {
        var video = videoId.ToString("D");
        var row = new
        {
            id = comment.Id.ToString("D"),
            video,
            authorId = comment.AuthorId.ToString("D"),
            authorName = comment.Author,
            content = comment.Content,
            at = comment.CreatedAt.ToUnixTimeMilliseconds(),
        };
        return await VideoRows.TryLock(connection, transaction, video) && await connection.ExecuteAsync(
            """
            insert into comments (id, video_id, author_id, author_name, content, created_at)
            values (@id, @video, @authorId, @authorName, @content, @at)
            """,
            row,
            transaction) == 1;
    });

    /// <summary>One comment of a video; null when there is none with this id.</summary>
    public async Task<Comment?> Find(Guid videoId, Guid commentId)
    {
        await using var connection = await database.OpenAsync();
        var row = await connection.QuerySingleOrDefaultAsync<CommentRow>(
            $"select {Columns} from comments where id = @id and video_id = @video",
            new { id = commentId.ToString("D"), video = videoId.ToString("D") });
        return row?.ToComment();
    }

    /// <summary>Newest first.</summary>
    public async Task<Page<Comment>> List(Guid videoId, int limit, Keyset? after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<CommentRow>(new CommandDefinition(
            ListSql,
            new { video = videoId.ToString("D"), key = after?.Key, take = limit + 1 },
            cancellationToken: cancellationToken));
        return rows.AsList().ToPage(limit, row => new Keyset(row.Seq, ""), row => row.ToComment());
    }

    /// <summary>Removes one comment.</summary>
    public Task Remove(Guid commentId) =>
        database.ExecuteAsync("delete from comments where id = @id", new { id = commentId.ToString("D") });

    /// <summary>Removes all comments of a video (W14).</summary>
    public Task RemoveAll(Guid videoId) =>
        database.ExecuteAsync("delete from comments where video_id = @video", new { video = videoId.ToString("D") });

    /// <summary>How many there are, and when the newest was posted.</summary>
    public async Task<CommentThreadView> Count(Guid videoId)
    {
        await using var connection = await database.OpenAsync();
        var (count, newest) = await connection.QuerySingleAsync<(long, long?)>(
            CountSql, new { video = videoId.ToString("D") });
        return new CommentThreadView(count, UnixTime.FromColumn(newest));
    }
}

/// <summary>One row of the table <c>comments</c>, as Dapper reads it.</summary>
internal sealed class CommentRow
{
    /// <summary>The order of writing; newest is greatest.</summary>
    public required long Seq { get; init; }

    public required string Id { get; init; }
    public required string AuthorId { get; init; }
    public required string Author { get; init; }
    public required string Content { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>The row as it leaves the floor.</summary>
    public Comment ToComment() =>
        new(Guid.Parse(Id), Guid.Parse(AuthorId), Author, Content, DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt));
}
