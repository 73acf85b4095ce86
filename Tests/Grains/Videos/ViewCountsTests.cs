using System.Data.Common;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Videos;
using OrleansVideo.Silo.Database;
using OrleansVideo.Tests.Grains.Streaming;
using OrleansVideo.Tests.Silo.Database;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Videos;

/// <summary>Views counted in batches, and what lists show of them: the same claims for both databases.</summary>
public abstract class ViewCountsTests
{
    private static readonly Guid Web = Guid.NewGuid();

    private protected abstract ITestDatabase Tables { get; }

    private protected abstract IVideoDatabase Database { get; }

    private ViewCounts Counts => field ??= new ViewCounts(Database);

    private ViewTotals Totals => new(Database);

    [Fact]
    public async Task Batch_AddsToEachVideo_InTheHourOfTheDatabase()
    {
        var (first, second) = (Video(), Video());

        Assert.Equal(ViewBatchOutcome.Counted, await Counts.Add(Batch(Web, 1, (first, 2), (second, 5))));
        Assert.Equal(ViewBatchOutcome.Counted, await Counts.Add(Batch(Web, 2, (first, 1))));

        Assert.Equal((3L, 5L), (await Counts.Count(first), await Counts.Count(second)));
        var rows = Tables.Sql($"select starts_at, {Database.NowMilliseconds} - starts_at as age from view_counts where period = 1");
        Assert.All(rows, row => Assert.Equal(0, (long)row["starts_at"]! % 3_600_000));
        Assert.All(rows, row => Assert.InRange((long)row["age"]!, 0, 2 * 3_600_000));
        Assert.InRange(rows.Count, 2, 3); // Three when the hour has just ended.
    }

    [Fact]
    public async Task Batch_SentAgain_IsCountedOnce_HoweverManyComeAtOnce()
    {
        var video = Video();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => Counts.Add(Batch(Web, 1, (video, 7))))));

        Assert.Single(outcomes, ViewBatchOutcome.Counted);
        Assert.Equal(11, outcomes.Count(outcome => outcome == ViewBatchOutcome.Repeated));
        Assert.Equal(7, await Counts.Count(video));
    }

    [Fact]
    public async Task Batch_ThatComesAfterALaterOne_IsNotCounted()
    {
        var video = Video();
        await Counts.Add(Batch(Web, 5, (video, 1)));

        Assert.Equal(ViewBatchOutcome.Repeated, await Counts.Add(Batch(Web, 4, (video, 100))));
        Assert.Equal(ViewBatchOutcome.Counted, await Counts.Add(Batch(Guid.NewGuid(), 4, (video, 10))));

        Assert.Equal(11, await Counts.Count(video));
    }

    /// <summary>The frontends name the same videos in opposite orders: they wait for each other, and never in a circle.</summary>
    [Fact]
    public async Task Batches_OfManyFrontendsAtOnce_AreAllCounted()
    {
        var videos = Enumerable.Range(0, 40).Select(_ => Video()).ToArray();
        await Parallel.ForAsync(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (web, _) =>
        {
            using var counts = new ViewCounts(Database); // A silo of its own for each.
            var frontend = Guid.NewGuid();
            for (var number = 1; number <= 5; number++)
            {
                var named = web % 2 == 0 ? videos : [.. videos.Reverse()];
                Assert.Equal(ViewBatchOutcome.Counted, await counts.Add(Batch(frontend, number, [.. named.Select(video => (video, 1))])));
            }
        });

        foreach (var video in videos) Assert.Equal(40, await Counts.Count(video));
    }

    [Fact]
    public async Task Batch_WhoseAnswerWasLost_IsCountedOnce_WhenItIsSentAgain()
    {
        var video = Video();
        var uncertain = new UncertainDatabase(Database);
        using var counts = new ViewCounts(uncertain);
        uncertain.LoseAnswer();

        await Assert.ThrowsAsync<TimeoutException>(() => counts.Add(Batch(Web, 1, (video, 3))));
        Assert.Equal(ViewBatchOutcome.Repeated, await counts.Add(Batch(Web, 1, (video, 3))));

        Assert.Equal(3, await counts.Count(video));
    }

    [Fact]
    public async Task Batch_ThatWasGivenUp_AndIsDoneLate_IsCountedOnce()
    {
        var video = Video();
        var uncertain = new UncertainDatabase(Database);
        using var counts = new ViewCounts(uncertain);
        uncertain.Delay();
        await Assert.ThrowsAsync<TimeoutException>(() => counts.Add(Batch(Web, 1, (video, 3))));

        Assert.Equal(ViewBatchOutcome.Counted, await counts.Add(Batch(Web, 1, (video, 3))));
        Assert.Equal(ViewBatchOutcome.Counted, await counts.Add(Batch(Web, 2, (video, 1))));
        await uncertain.DoLate();

        Assert.Equal(4, await counts.Count(video));
    }

    /// <summary>The silo is killed between the statements and the commit: neither the views nor the number are there.</summary>
    [Fact]
    public async Task Batch_KilledInTheMiddle_LeavesNothing_AndIsCountedWhenItIsSentAgain()
    {
        var video = Video();
        using (var dying = new ViewCounts(new DyingDatabase(Database)))
            await Assert.ThrowsAsync<TimeoutException>(() => dying.Add(Batch(Web, 1, (video, 3))));
        Assert.Equal(0, await Counts.Count(video));

        Assert.Equal(ViewBatchOutcome.Counted, await Counts.Add(Batch(Web, 1, (video, 3))));
        Assert.Equal(3, await Counts.Count(video));
    }

    [Fact]
    public async Task LargestBatch_IsCounted()
    {
        var videos = Enumerable.Range(0, ViewBatch.MaxVideos).Select(_ => Guid.NewGuid()).ToArray();
        await Database.WriteAsync(async (connection, transaction) =>
        {
            foreach (var id in videos) await Insert(connection, transaction, id);
        });

        Assert.Equal(ViewBatchOutcome.Counted, await Counts.Add(Batch(Web, 1, [.. videos.Select(video => (video, ViewBatch.MaxViews))])));

        Assert.Equal(ViewBatch.MaxViews * 1_000L, Sum());
    }

    [Fact]
    public async Task HostileBatches_AreRefused_AndLeaveNothing()
    {
        var video = Video();
        ViewBatch[] hostile =
        [
            Batch(Web, 1),
            new ViewBatch(Web, 1, null!),
            Batch(Web, 1, (video, 0)),
            Batch(Web, 1, (video, -5)),
            Batch(Web, 1, (video, ViewBatch.MaxViews + 1)),
            Batch(Web, 1, (video, 1), (video, 1)),
            Batch(Web, 0, (video, 1)),
            Batch(Web, -1, (video, 1)),
            Batch(Guid.Empty, 1, (video, 1)),
            Batch(Web, 1, [.. Enumerable.Range(0, ViewBatch.MaxVideos + 1).Select(_ => (Guid.NewGuid(), 1))]),
        ];

        foreach (var batch in hostile) Assert.Equal(ViewBatchOutcome.Refused, await Counts.Add(batch));

        Assert.Equal(0, Sum());
        Assert.Empty(Tables.Sql("select frontend from view_batches"));
    }

    [Fact]
    public async Task Views_OfVideosThatCannotBePlayed_AreLeftOut_AndTheOthersCounted()
    {
        var (draft, trashed, ready) = (Video(VideoStatus.Draft), Video(VideoStatus.Trashed), Video());

        await Counts.Add(Batch(Web, 1, (draft, 1), (trashed, 1), (Guid.NewGuid(), 1), (ready, 1)));

        Assert.Equal((1L, 1L), (Sum(), await Counts.Count(ready)));
    }

    [Fact]
    public async Task Purge_RemovesWhatWasCounted_AndALateBatchDoesNotBringItBack()
    {
        var (purged, other) = (Video(), Video());
        await Counts.Add(Batch(Web, 1, (purged, 4), (other, 6)));
        await Totals.Run();

        await new VideoRows(Database).Publish(purged, State(VideoStatus.Purged, revision: 9));
        await Counts.Add(Batch(Web, 2, (purged, 4)));
        await Totals.Run();

        Assert.Equal((0L, 6L), (await Counts.Count(purged), await Counts.Count(other)));
        Assert.Equal(other.ToString(), Assert.Single(Tables.Sql("select video_id from view_totals"))["video_id"]);
    }

    [Fact]
    public async Task Forgetting_RemovesWhatATransactionCountedBesideThePurge()
    {
        var video = Video();
        await Counts.Add(Batch(Web, 1, (video, 4)));
        await Totals.Run();

        await new VideoRows(Database).Remove(video);

        Assert.Equal(0, Sum());
        Assert.Empty(Tables.Sql("select video_id from view_totals"));
    }

    [Fact]
    public async Task Counting_IsNoChangeOfTheVideo()
    {
        var video = Video();
        Tables.Sql("update videos set changed_at = 1");

        await Counts.Add(Batch(Web, 1, (video, 4)));
        await Counts.Add(new ViewCount(video, 1));
        await Totals.Run();

        Assert.Empty((await new ChangedRows(Database).Recent()).Videos);
        Assert.Equal(1L, Assert.Single(Tables.Sql("select revision from videos"))["revision"]);
    }

    [Fact]
    public async Task Lists_ShowWhatTheGrainCountedAndTheRows_AfterTheNextPass()
    {
        var video = Video(views: 100);
        await Counts.Add(Batch(Web, 1, (video, 4)));
        Assert.Equal(100, await Listed(video));

        await Totals.Run();
        Assert.Equal(104, await Listed(video));

        await Counts.Add(Batch(Web, 2, (video, 1)));
        await Totals.Run();
        await Totals.Run();
        Assert.Equal(105, await Listed(video));
    }

    [Fact]
    public async Task Pass_LooksAtNoVideoThatNobodyPlayedSince()
    {
        var (old, now) = (Video(), Video());
        await Counts.Add(Batch(Web, 1, (old, 4), (now, 4)));
        await Totals.Run();
        Tables.Sql("update view_counts set changed_at = changed_at - 600000 where video_id = @id", ("id", old.ToString("D")));
        Tables.Sql("update view_totals set views = 0");

        await Totals.Run();

        Assert.Equal((0L, 4L), (await Listed(old), await Listed(now)));
    }

    /// <summary>A pass ends after so many transactions: the next goes on where it came to, and then begins again.</summary>
    [Fact]
    public async Task Pass_WithMoreVideosThanItsTransactionsTake_IsEndedByTheNextOnes()
    {
        const int Videos = (ViewTotals.Batch * ViewTotals.MaxRounds) + 10;
        Tables.Sql(
            $"""
            with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < {Videos})
            insert into view_counts (video_id, period, starts_at, views, changed_at)
            select cast(100000 + i as text), 1, {Database.NowMilliseconds} / 3600000 * 3600000, 1, {Database.NowMilliseconds} from numbers
            """);

        await Totals.Run();
        Assert.Equal((long)Videos - 10, Scalar("select count(*) as n from view_totals"));
        await Totals.Run();
        Assert.Equal(Videos, Scalar("select count(*) as n from view_totals"));

        Tables.Sql("update view_counts set views = 2, changed_at = changed_at + 1 where video_id = '100001'");
        await Totals.Run();
        Assert.Equal(Videos + 1, Scalar("select cast(sum(views) as bigint) as n from view_totals"));
    }

    [Fact]
    public async Task OldHours_BecomeDays_AndOldDaysOneRow_AndTheSumStays()
    {
        var (video, other) = (Video(), Video());
        await Counts.Add(Batch(Web, 1, (video, 1), (other, 1)));
        var today = Scalar($"select {Database.NowMilliseconds} / 86400000 * 86400000 as n");
        for (var hour = 0; hour < 24; hour++) Hour(video, today - (5 * 86_400_000L) + (hour * 3_600_000L), 10);
        Hour(video, today - (4 * 86_400_000L), 7);
        Hour(video, today - (200 * 86_400_000L), 1000);
        Hour(other, today - (201 * 86_400_000L), 500);

        await Totals.Run();
        await Totals.Run(); // What a pass has made days of may be old enough for the next.

        Assert.Equal((1248L, 501L), (await Counts.Count(video), await Counts.Count(other)));
        Assert.Equal((1248L, 501L), (await Listed(video), await Listed(other)));
        Assert.Equal(
            [(1, 1), (2, 7), (2, 240), (3, 1000)],
            Tables.Sql("select period, views from view_counts where video_id = @id order by period, views", ("id", video.ToString("D")))
                .Select(row => ((int)(long)row["period"]!, (int)(long)row["views"]!)));
    }

    [Fact]
    public async Task Numbers_OfFrontendsThatAreLongGone_AreForgotten_AndOthersKept()
    {
        var (video, gone) = (Video(), Guid.NewGuid());
        await Counts.Add(Batch(gone, 8, (video, 1)));
        await Counts.Add(Batch(Web, 8, (video, 1)));
        Tables.Sql("update view_batches set counted_at = counted_at - @age where frontend = @gone",
            ("age", (long)ViewTotals.NumbersKept.TotalMilliseconds + 1000), ("gone", gone.ToString("D")));

        await Totals.Run();

        Assert.Equal(Web.ToString(), Assert.Single(Tables.Sql("select frontend from view_batches"))["frontend"]);
        Assert.Equal(ViewBatchOutcome.Repeated, await Counts.Add(Batch(Web, 8, (video, 1))));
    }

    /// <summary>Whoever holds a transaction open on the counts' rows keeps no owner from changing the video.</summary>
    [Fact]
    public async Task Row_ThatIsBeingCounted_HoldsUpNoChangeOfItsVideo()
    {
        if (Database is SqliteVideoDatabase) return; // One writer at a time, whatever it writes: see the grain's own test.
        var video = Video();
        await Counts.Add(Batch(Web, 1, (video, 1)));
        var (locked, counted) = (new TaskCompletionSource(), new TaskCompletionSource());
        var counting = Database.WriteAsync(async (connection, transaction) =>
        {
            using var command = connection.CreateCommand();
            (command.CommandText, command.Transaction) = ("update view_counts set views = views + 1", transaction);
            await command.ExecuteNonQueryAsync();
            locked.SetResult();
            await counted.Task;
        });
        await locked.Task;
        var flood = Enumerable.Range(0, 100).Select(_ => Counts.Add(Batch(Guid.NewGuid(), 1, (video, 1)))).ToArray();

        var rows = new VideoRows(Database);
        await rows.Announce(video, 2, hides: true);
        await rows.Publish(video, State(VideoStatus.Ready, revision: 2));

        Assert.All(flood, one => Assert.False(one.IsCompleted));
        counted.SetResult();
        await counting;
        await Task.WhenAll(flood);
        Assert.Equal(102, await Counts.Count(video));
    }

    /// <summary>What changes with each count stands in no index.</summary>
    [Fact]
    public void Counting_WritesNoIndex()
    {
        if (Database is SqliteVideoDatabase) return;
        var indexed = Tables.Sql(
            """
            select distinct a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
            where i.indrelid in ('view_counts'::regclass, 'view_batches'::regclass)
            """).Select(row => row["name"]).ToArray();
        Assert.NotEmpty(indexed);
        Assert.DoesNotContain("views", indexed);
        Assert.DoesNotContain("changed_at", indexed);
        Assert.DoesNotContain("number", indexed);
        Assert.DoesNotContain("counted_at", indexed);
    }

    private static ViewBatch Batch(Guid frontend, long number, params (Guid Video, int Views)[] counts) =>
        new(frontend, number, [.. counts.Select(count => new ViewCount(count.Video, count.Views))]);

    private static VideoState State(VideoStatus status, long revision) => new()
    {
        Revision = revision, Owner = "ada", Title = "t", Status = status, Visibility = Visibility.Public, CreatedAt = DateTimeOffset.UnixEpoch,
        PublishedAt = DateTimeOffset.UnixEpoch,
    };

    private Guid Video(VideoStatus status = VideoStatus.Ready, long views = 0)
    {
        var id = Guid.NewGuid();
        Tables.Sql(InsertSql, ("id", id.ToString("D")), ("status", (long)status), ("views", views));
        return id;
    }

    private static async Task Insert(DbConnection connection, DbTransaction transaction, Guid id)
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) =
            (InsertSql.Replace("@id", $"'{id:D}'", StringComparison.Ordinal).Replace("@status", "3", StringComparison.Ordinal).Replace("@views", "0", StringComparison.Ordinal), transaction);
        await command.ExecuteNonQueryAsync();
    }

    private const string InsertSql =
        """
        insert into videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, has_poster, views, created_at, published_at, revision, changed_at)
        values (@id, 'o', 'ada', 'ADA', 't', '', 1, @status, 0, @views, 0, 0, 1, 0)
        """;

    private void Hour(Guid video, long startsAt, long views) => Tables.Sql(
        "insert into view_counts (video_id, period, starts_at, views, changed_at) values (@id, 1, @start, @views, @start)",
        ("id", video.ToString("D")), ("start", startsAt), ("views", views));

    private async Task<long> Listed(Guid video)
    {
        // An owner's id that is one, for the list to read.
        Tables.Sql("update videos set owner_id = @owner", ("owner", Guid.Empty.ToString("D")));
        return (await new VideoLists(Database).Newest(null, 100, null)).Items.Single(one => one.Id == video).Views;
    }

    private long Sum() => Scalar("select cast(coalesce(sum(views), 0) as bigint) as n from view_counts");

    private long Scalar(string sql) => (long)Assert.Single(Tables.Sql(sql))["n"]!;

    /// <summary>A database whose process dies before each commit.</summary>
    private sealed class DyingDatabase(IVideoDatabase inner) : IVideoDatabase
    {
        public string NowMilliseconds => inner.NowMilliseconds;

        public VideoSearch Search => inner.Search;

        public ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken = default) => inner.OpenAsync(cancellationToken);

        public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default) =>
            inner.WriteAsync<T>(
                async (connection, transaction) =>
                {
                    await work(connection, transaction);
                    throw new TimeoutException("Killed.");
                },
                cancellationToken);
    }
}

public sealed class SqliteViewCountsTests : ViewCountsTests, IDisposable
{
    private readonly TestDatabase _file = new();

    private protected override ITestDatabase Tables => _file;

    private protected override IVideoDatabase Database => field ??= new SqliteVideoDatabase(_file.Source);

    public void Dispose() => _file.Dispose();
}

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresViewCountsTests(PostgresServer server) : ViewCountsTests, IAsyncLifetime
{
    private PostgresTestDatabase _tables = null!;

    private protected override ITestDatabase Tables => _tables;

    private protected override IVideoDatabase Database => field ??= new PostgresVideoDatabase(_tables.Source);

    public async ValueTask InitializeAsync() => _tables = await PostgresTestDatabase.MigratedAsync(server);

    public ValueTask DisposeAsync()
    {
        _tables.Dispose();
        return ValueTask.CompletedTask;
    }
}
