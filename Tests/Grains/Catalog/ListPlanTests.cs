using Dapper;
using OrleansVideo.Comments;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Comments;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Deletion;
using OrleansVideo.Grains.Storage;
using OrleansVideo.Silo.Database;
using OrleansVideo.Tests.Silo.Database;

namespace OrleansVideo.Tests.Grains.Catalog;

/// <summary>
/// How each database reads each list: the first page and a deep one begin at their place of one index, in its order. Whoever owns most
/// owns the oldest, so that an index of all would have to be read past everybody else's rows.
/// </summary>
public abstract class ListPlanTests
{
    private const int Rows = 10_000;

    private static readonly Dictionary<string, (string Sql, string Index)> Lists = new()
    {
        ["newest"] = (VideoLists.NewestSql, "videos_newest"),
        ["newest by owner"] = (VideoLists.NewestByOwnerSql, "videos_newest_by_owner"),
        ["owned"] = (VideoLists.OwnedSql, "videos_of_account"),
        ["owned by status"] = (VideoLists.OwnedByStatusSql, "videos_of_account_by_status"),
        ["comments"] = (CommentRows.ListSql, "comments_newest"),
        ["deletions"] = (DeletionLedgerQueries.ListSql(null, ofVideo: false), "deletions_newest"),
        ["deletions of a video"] = (DeletionLedgerQueries.ListSql(null, ofVideo: true), "deletions_by_video"),
        ["deletions that wait"] = (DeletionLedgerQueries.ListSql(DeletionState.Waiting, ofVideo: false), "deletions_waiting"),
        ["deletions that run"] = (DeletionLedgerQueries.ListSql(DeletionState.Running, ofVideo: false), "deletions_claimed"),
        ["deletions done"] = (DeletionLedgerQueries.ListSql(DeletionState.Done, ofVideo: false), "deletions_by_state"),
        ["deletions given up"] = (DeletionLedgerQueries.ListSql(DeletionState.DeadLetter, ofVideo: false), "deletions_by_state"),
        ["deletions held"] = (DeletionLedgerQueries.ListSql(DeletionState.Held, ofVideo: false), "deletions_by_state"),
        ["deletions undone"] = (DeletionLedgerQueries.ListSql(DeletionState.Cancelled, ofVideo: false), "deletions_by_state"),
        ["findings"] = (FindingLists.PageSql, "storage_findings_newest"),
        ["findings of a state"] = (FindingLists.PageOfStateSql, "storage_findings_by_state"),
    };

    private protected abstract ITestDatabase Tables { get; }

    private protected abstract IVideoDatabase Database { get; }

    /// <summary>What makes the database tell its plan.</summary>
    private protected abstract string Explain { get; }

    /// <summary>Whether the plan begins at a place of the index, reads in its order, and takes every row that it reads.</summary>
    private protected abstract bool IsGood(string index, string plan);

    [Fact]
    public async Task EveryPageOfEveryList_BeginsAtItsPlaceOfOneIndex()
    {
        foreach (var sql in Fill) Tables.Sql(sql.Replace("{rows}", $"{Rows}", StringComparison.Ordinal));
        Tables.Sql("analyze");
        await using var connection = await Database.OpenAsync(TestContext.Current.CancellationToken);
        List<string> bad = [];
        foreach (var (list, (sql, index)) in Lists)
        {
            foreach (var (key, id) in new (long?, string?)[] { (null, null), (Rows * 55 / 100, "zz") })
            {
                var rows = await connection.QueryAsync(
                    Explain + Database.WithNow(sql), new { owner = "MOST", account = "most", status = 3, state = 3, video = "most", key, id, take = 25 });
                var plan = string.Join('\n', rows.Cast<IDictionary<string, object>>().Select(row => string.Join(' ', row.Values)));
                if (!IsGood(index, plan)) bad.Add($"{list}, {(key is null ? "first" : "deep")} page:\n{plan}");
            }
        }

        Assert.True(bad.Count == 0, string.Join("\n\n", bad));
    }

    /// <summary>What a page of comments says beside them costs two rows as well.</summary>
    [Fact]
    public async Task Comments_AreCountedAsTheyComeAndGo()
    {
        var (video, other) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var id in new[] { video, other })
        {
            Tables.Sql(
                """
                insert into videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, has_poster, views, created_at, revision, changed_at)
                values (@id, 'o', 'o', 'O', 't', '', 1, 3, 0, 0, 0, 1, 0)
                """,
                ("id", id.ToString("D")));
        }

        var rows = new CommentRows(Database);
        Comment[] comments = [.. Enumerable.Range(1, 3).Select(second => new Comment(Guid.NewGuid(), Guid.NewGuid(), "ada", "text", DateTimeOffset.FromUnixTimeSeconds(second)))];
        foreach (var comment in comments) Assert.True(await rows.Add(video, comment));
        await rows.Add(other, comments[0] with { Id = Guid.NewGuid() });

        Assert.Equal(new CommentThreadView(3, comments[2].CreatedAt), await rows.Count(video));
        await rows.Remove(comments[2].Id);
        Assert.Equal(new CommentThreadView(2, comments[1].CreatedAt), await rows.Count(video));
        await rows.RemoveAll(video);
        Assert.Equal(new CommentThreadView(0, null), await rows.Count(video));
        Assert.Equal(1, (await rows.Count(other)).Count);
        Assert.Equal(1L, Tables.Sql("select count(*) as n from comment_counts")[0]["n"]);
    }

    private static readonly string[] Fill =
    [
        """
        with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < {rows})
        insert into videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, has_poster, views, created_at, published_at, revision, changed_at)
        select cast(i as text), case when i < {rows} * 0.6 then 'most' else 'o' || (i % 50) end, 'o',
            case when i < {rows} * 0.6 then 'MOST' else 'O' || (i % 50) end, 't', '', 1, case when i % 10 = 0 then 5 else 3 end, 0, 0, i, i, 1, i from numbers
        """,
        """
        with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < {rows})
        insert into comments (id, video_id, author_id, author_name, content, created_at)
        select cast(i as text), case when i < {rows} * 0.6 then 'most' else 'v' || (i % 50) end, 'a', 'a', 'c', i from numbers
        """,
        """
        with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < {rows})
        insert into deletions (id, video_id, slot, generation, version, state, step, due_at, next_attempt_at, attempts, claimed_until, removal_started,
            owner_id, owner_name, size, bytes_freed, requested_by, requested_at)
        select cast(i as text), case when i < {rows} * 0.6 and i % 5 in (1, 4) then 'most' else 'v' || i end, i % 1024, i, 1, i % 5, 2, i, i, 0,
            case when i % 1000 = 300 then 9223372036854775807 else 0 end, 0, 'o', 'o', 1, 0, 'o', i from numbers
        """,
        """
        with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < {rows})
        insert into storage_findings (id, path, kind, state, reason, size, found_at, scan)
        select cast(i as text), cast(i as text), 1, case when i < {rows} * 0.6 then 3 else 1 end, 'r', 1, i, 1 from numbers
        """,
    ];
}

public sealed class SqliteListPlanTests : ListPlanTests, IDisposable
{
    private readonly TestDatabase _tables = new();

    private protected override ITestDatabase Tables => _tables;

    private protected override IVideoDatabase Database => new SqliteVideoDatabase(_tables.Source);

    private protected override string Explain => "explain query plan ";

    public void Dispose() => _tables.Dispose();

    private protected override bool IsGood(string index, string plan)
    {
        var isFew = index == "deletions_claimed"; // Found by its claims, and sorted.
        return plan.Contains($" USING INDEX {index} (", StringComparison.Ordinal)
            && (isFew || plan.Contains("<?", StringComparison.Ordinal) || plan.Contains("<(?,?)", StringComparison.Ordinal)) // The place in the list.
            && !new[] { " v", " comments", " deletions", " storage_findings" }.Any(table => plan.Contains("SCAN" + table, StringComparison.Ordinal))
            && isFew == plan.Contains("TEMP B-TREE", StringComparison.Ordinal);
    }
}

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresListPlanTests(PostgresServer server) : ListPlanTests, IAsyncLifetime
{
    private PostgresTestDatabase _tables = null!;

    private protected override ITestDatabase Tables => _tables;

    private protected override IVideoDatabase Database => new PostgresVideoDatabase(_tables.Source);

    private protected override string Explain => "explain (analyze, costs off, timing off, summary off) ";

    public async ValueTask InitializeAsync() => _tables = await PostgresTestDatabase.MigratedAsync(server);

    public ValueTask DisposeAsync()
    {
        _tables.Dispose();
        return ValueTask.CompletedTask;
    }

    private protected override bool IsGood(string index, string plan) =>
        plan.Contains($"Index Scan using {index} on", StringComparison.Ordinal)
        && plan.Contains("Index Cond: (", StringComparison.Ordinal)
        && (index == "deletions_claimed" // Few, and sorted.
            || (!plan.Contains("Sort", StringComparison.Ordinal)
                && !plan.Split('\n').SkipWhile(line => !line.Contains("Index Scan", StringComparison.Ordinal)).Take(4)
                    .Any(line => line.Contains("Rows Removed by Filter", StringComparison.Ordinal))));
}
