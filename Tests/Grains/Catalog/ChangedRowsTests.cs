using System.Text;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;
using OrleansVideo.Tests.Silo.Database;

namespace OrleansVideo.Tests.Grains.Catalog;

/// <summary>What changed lately, by the database's own clock: the same claims for both databases.</summary>
public abstract class ChangedRowsTests
{
    private static readonly Guid Film = Guid.NewGuid();

    private protected abstract ITestDatabase Tables { get; }

    private protected abstract IVideoDatabase Database { get; }

    [Fact]
    public async Task Row_WrittenWithinTheWindow_IsNamedWithItsRevision_AndNoOlderOne()
    {
        Row(Film, revision: 7, secondsAgo: 9);
        Row(Guid.NewGuid(), revision: 3, secondsAgo: 11);

        var changes = await new ChangedRows(Database).Recent();

        Assert.True(changes.IsComplete);
        Assert.Equal([new VideoChange(Film, 7)], changes.Videos);
    }

    /// <summary>A clock that was set back leaves rows of the future: they may have been written just now.</summary>
    [Fact]
    public async Task Row_OfTheFuture_IsNamed()
    {
        Row(Film, revision: 2, secondsAgo: -3600);
        Assert.Equal([new VideoChange(Film, 2)], (await new ChangedRows(Database).Recent()).Videos);
    }

    [Fact]
    public async Task OpenIntent_IsNamedHoweverOld_AndSoIsTheGreaterOfItsRevisionAndItsRows()
    {
        Row(Film, revision: 4, secondsAgo: 1);
        await new VideoRows(Database).Announce(Film, 5, hides: false);
        Tables.Sql("update video_intents set announced_at = 0");

        Assert.Equal([new VideoChange(Film, 5)], (await new ChangedRows(Database).Recent()).Videos);
    }

    [Fact]
    public async Task Intent_ThatIsClosed_IsNotNamed()
    {
        await new VideoRows(Database).Announce(Film, 5, hides: true);
        await new VideoRows(Database).Forget(Film, 5);
        Assert.Empty((await new ChangedRows(Database).Recent()).Videos);
    }

    /// <summary>Else no frontend would hear of anything any more, and every playback of the site would stand still.</summary>
    [Fact]
    public async Task RowWhoseIdCanNotBeRead_IsPassedOver_AndCountedAllTheSame()
    {
        await new VideoRows(Database).Announce(Film, 5, hides: false);
        Tables.Sql("insert into video_intents (video_id, revision, hides, announced_at) values ('broken', 1, 0, 0)");
        Tables.Sql($"insert into stream_evictions (viewer, video_id, evicted_at, ends_at) values ('a viewer', 'broken', 0, {long.MaxValue})");

        var changes = await new ChangedRows(Database).Recent();

        Assert.Equal([new VideoChange(Film, 5)], changes.Videos);
        Assert.Empty(changes.Evictions!);
        Assert.Equal((true, false), (changes.IsComplete, (await new ChangedRows(Database).Recent(most: 1)).IsComplete));
    }

    /// <summary>By its clock it can be told which of two answers is the older one.</summary>
    [Fact]
    public async Task Answer_SaysWhenItsPollBegan_ByTheDatabasesClock()
    {
        var before = Convert.ToInt64(Tables.Sql($"select {Database.NowMilliseconds} as now")[0]["now"], System.Globalization.CultureInfo.InvariantCulture);

        var first = await new ChangedRows(Database).Recent();

        Assert.InRange(first.BeganAt, before, before + 60_000);
        Assert.InRange((await new ChangedRows(Database).Recent()).BeganAt, first.BeganAt, before + 60_000);
    }

    [Fact]
    public async Task EvictionOfAViewer_IsNamedWhileItIsInForce()
    {
        var (playback, over) = (new PlaybackKey("a viewer", Film), new PlaybackKey("another", Film));
        await new EvictionRows(Database).Add(playback, TimeSpan.FromSeconds(60));
        await new EvictionRows(Database).Add(over, TimeSpan.Zero);
        await new EvictionRows(Database).Add(new PlaybackKey("", Film), TimeSpan.FromSeconds(60));

        var eviction = Assert.Single((await new ChangedRows(Database).Recent()).Evictions!);

        Assert.Equal(playback, eviction.Playback);
        Assert.InRange(eviction.Left, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
    }

    /// <summary>More rows than can be named: the latest are, and whoever asked a moment ago has missed nothing.</summary>
    [Fact]
    public async Task MoreRowsThanCanBeNamed_AreNamedFromTheLatestOn_AndTheAnswerSaysHowFarBack()
    {
        for (var i = 1; i <= 8; i++) Row(Guid.NewGuid(), revision: i, secondsAgo: i);

        var changes = await new ChangedRows(Database).Recent(most: 4);

        Assert.Equal([1, 2, 3, 4, 5], changes.Videos.Select(video => video.Revision).Order());
        Assert.False(changes.IsComplete);
        Assert.InRange(changes.NamesAllOfTheLast, TimeSpan.FromSeconds(4.9), TimeSpan.FromSeconds(9));
    }

    [Theory]
    [InlineData(1, 2, true, 10)]
    [InlineData(2, 1, true, 10)]
    [InlineData(3, 0, false, 0)]
    public async Task Intents_ThatCannotAllBeNamed_LeaveNothingThatTheAnswerReachesBackTo(int intents, int rows, bool isComplete, int reach)
    {
        for (var i = 0; i < intents; i++) await new VideoRows(Database).Announce(Guid.NewGuid(), 1, hides: false);
        for (var i = 0; i < rows; i++) Row(Guid.NewGuid(), revision: 1, secondsAgo: 1);

        var changes = await new ChangedRows(Database).Recent(most: 2);

        Assert.Equal((isComplete, TimeSpan.FromSeconds(reach)), (changes.IsComplete, changes.NamesAllOfTheLast));
    }

    /// <summary>How the database says that it looks up a range of the index by its bound, instead of looking at each row.</summary>
    private protected abstract (string Explain, string Range) Plan { get; }

    [Fact]
    public void Query_FindsRecentRowsInTheIndex()
    {
        Tables.Sql(
            """
            with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < 20000)
            insert into videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, has_poster, views, created_at, revision, changed_at)
            select cast(i as text), 'o', 'ada', 'ADA', 't', '', 1, 3, 0, 0, 0, 1, i from numbers
            """);
        Tables.Sql("analyze");
        var plan = Tables.Sql(Plan.Explain + Database.WithNow(ChangedRows.Sql), ("window", 10_000L), ("take", ChangedRows.Most + 1L))
            .SelectMany(row => row.Values).Aggregate(new StringBuilder(), (all, value) => all.Append(value).Append('\n')).ToString();
        Assert.Contains("videos_changed", plan, StringComparison.Ordinal);
        Assert.Contains(Plan.Range, plan, StringComparison.Ordinal);
    }

    private void Row(Guid id, long revision, int secondsAgo) => Tables.Sql(
        $"""
        insert into videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, has_poster, views, created_at, revision, changed_at)
        values (@id, 'o', 'ada', 'ADA', 't', '', 1, 3, 0, 0, 0, @revision, {Database.NowMilliseconds} - @age)
        """,
        ("id", id.ToString("D")), ("revision", revision), ("age", secondsAgo * 1000L));
}
