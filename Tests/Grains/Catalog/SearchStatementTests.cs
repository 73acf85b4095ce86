using Microsoft.Extensions.Logging.Abstractions;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;
using OrleansVideo.Tests.Silo;
using OrleansVideo.Tests.Silo.Database;

namespace OrleansVideo.Tests.Grains.Catalog;

/// <summary>What a search finds, on either database.</summary>
public abstract class SearchStatementTests
{
    private protected abstract ITestDatabase Tables { get; }

    private protected abstract IVideoDatabase Database { get; }

    /// <summary>The newest thousand that match; an older one is not looked at, however well it matches.</summary>
    [Fact]
    public async Task Word_ThatIsInMoreVideosThanAreRanked_FindsTheNewestOfThem_EachOnce()
    {
        const int Extra = 50;
        Fill(1, VideoLists.MaxCandidates + Extra, "ADA", "a film");
        Tables.Sql("update videos set title = 'film film film' where published_at = 1");

        var found = new List<string>();
        Keyset? after = null;
        do
        {
            var page = await new VideoLists(Database).Search(["fil"], null, 100, after, TestContext.Current.CancellationToken);
            found.AddRange(page.Items.Select(video => video.Id.ToString("N")[..8]));
            after = page.NextCursor is { } cursor && Keyset.TryParse(cursor, out var keyset) ? keyset : null;
        }
        while (after is not null);

        Assert.Equal(VideoLists.MaxCandidates, found.Count);
        Assert.Equal(Enumerable.Range(Extra + 1, VideoLists.MaxCandidates).Select(number => $"{number:D8}"), found.Order(StringComparer.Ordinal));
    }

    /// <summary>However many newer ones others have: a user's videos are found among the user's own.</summary>
    [Theory]
    [InlineData("ada")]
    [InlineData("Ada.b-c")]
    [InlineData("___")]
    public async Task Word_OfOneUser_IsFoundBehindTheVideosOfOthers(string owner)
    {
        Fill(1, 1, owner, "a film");
        Fill(2, VideoLists.MaxCandidates + 20, "zoe", "a film");
        Assert.Equal([1], await Find("film", owner));
        Assert.Equal([1], await Find("f", owner.ToUpperInvariant()));
        Assert.Empty(await Find("film", "nobody"));
    }

    [Fact]
    public async Task Video_IsFoundWhileItIsShown_ByTheWordsThatItHasThen()
    {
        Fill(1, 1, "ada", "one");
        Assert.Equal([1], await Find("one", null));
        foreach (var (hide, show) in new[] { ("visibility = 2", "visibility = 1"), ("status = 5", "status = 3") })
        {
            Tables.Sql($"update videos set {hide}");
            Assert.Empty(await Find("one", null));
            Tables.Sql("update videos set title = 'two'");
            Tables.Sql($"update videos set {show}, title = title");
            Assert.Equal([1], await Find("two", null));
            Assert.Empty(await Find("one", null));
            Tables.Sql("update videos set title = 'one', description = 'three'");
            Assert.Equal([1], await Find("three", null));
            Assert.Empty(await Find("two", null));
        }

        Tables.Sql("update videos set visibility = 3, title = 'four'");
        Assert.Empty(await Find("four", null));
        Tables.Sql("update videos set visibility = 1, title = 'five'");
        Assert.Equal([1], await Find("five", null));
        Tables.Sql("delete from videos");
        Assert.Empty(await Find("five", null));
    }

    private async Task<List<int>> Find(string word, string? owner)
    {
        var page = await new VideoLists(Database).Search([word], owner, 100, null, TestContext.Current.CancellationToken);
        return [.. page.Items.Select(video => int.Parse(video.Id.ToString("N")[..8], null))];
    }

    private void Fill(int first, int count, string owner, string title) => Tables.Sql(
        $"""
        with recursive numbers(i) as (select {first} union all select i + 1 from numbers where i < {first + count - 1})
        insert into videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, has_poster, views, created_at, published_at, revision, changed_at)
        select {Padded} || '-0000-7000-8000-000000000000', '00000000-0000-4000-8000-000000000000', @owner, @key, @title, '', 1, 3, 0, 0, i, i, 1, i from numbers
        """,
        ("owner", owner), ("key", OrleansVideo.Accounts.UserName.Normalize(owner)), ("title", title));

    private string Padded => Database is SqliteVideoDatabase ? "printf('%08d', i)" : "lpad(cast(i as text), 8, '0')";
}

public sealed class SqliteSearchStatementTests : SearchStatementTests, IDisposable
{
    private readonly TestDatabase _tables = new();

    private protected override ITestDatabase Tables => _tables;

    private protected override IVideoDatabase Database => new SqliteVideoDatabase(_tables.Source);

    /// <summary>Beginnings of words that everybody types have an index of their own.</summary>
    [Fact]
    public void Index_HasBeginningsOfOneToThreeLetters_AndNothingHidden()
    {
        _tables.Sql(
            """
            insert into videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, has_poster, views, created_at, published_at, revision, changed_at)
            values ('a', 'o', 'ada', 'ADA', 'shown', '', 1, 3, 0, 0, 0, 0, 1, 0), ('b', 'o', 'ada', 'ADA', 'draft', '', 1, 1, 0, 0, 0, 0, 1, 0)
            """);
        Assert.Contains("prefix = '1 2 3'", (string)_tables.Sql("select sql from sqlite_schema where name = 'video_search'")[0]["sql"]!, StringComparison.Ordinal);
        Assert.Equal(1L, _tables.Sql("select count(*) as n from video_search_docsize")[0]["n"]);
        _tables.Sql("insert into video_search (video_search, rank) values ('integrity-check', 0)");
    }

    /// <summary>A site of the release before has hidden videos in its index, and comments that nobody has counted.</summary>
    [Fact]
    public void Migration_KeepsWhatIsShownInTheSearch_AndCountsTheCommentsThatAreThere()
    {
        using var directory = new TempDirectory();
        using var source = new SqliteDataSource(directory.File("video.db"), SqliteSynchronous.Normal);
        source.Prepare();
        new SqliteMigrator(source, NullLogger<SqliteMigrator>.Instance, [.. MigrationScripts.Sqlite().Where(script => string.CompareOrdinal(script.Name, "0011") < 0)]).Migrate();
        using (var before = source.OpenConnection())
        {
            before.Rows(
                """
                insert into videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, has_poster, views, created_at, published_at, revision, changed_at)
                values ('a', 'o', 'ada', 'ADA', 'shown', '', 1, 3, 0, 0, 0, 0, 1, 0), ('b', 'o', 'ada', 'ADA', 'draft', '', 1, 1, 0, 0, 0, 0, 1, 0);
                insert into comments (id, video_id, author_id, author_name, content, created_at) values ('1', 'a', 'o', 'ada', 'c', 0), ('2', 'a', 'o', 'ada', 'c', 0)
                """,
                []);
        }

        new SqliteMigrator(source, NullLogger<SqliteMigrator>.Instance).Migrate();

        using var after = source.OpenConnection();
        Assert.Equal(1L, after.Rows("select count(*) as n from video_search where video_search match 'shown'", [])[0]["n"]);
        Assert.Equal(0L, after.Rows("select count(*) as n from video_search where video_search match 'draft'", [])[0]["n"]);
        Assert.Equal(2L, Assert.Single(after.Rows("select comments from comment_counts where video_id = 'a'", []))["comments"]);
        after.Rows("update videos set visibility = 2; update videos set visibility = 1, status = 3", []);
        Assert.Equal(1L, after.Rows("select count(*) as n from video_search where video_search match 'draft'", [])[0]["n"]);
    }

    public void Dispose() => _tables.Dispose();
}

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresSearchStatementTests(PostgresServer server) : SearchStatementTests, IAsyncLifetime
{
    private PostgresTestDatabase _tables = null!;

    private protected override ITestDatabase Tables => _tables;

    private protected override IVideoDatabase Database => new PostgresVideoDatabase(_tables.Source);

    public async ValueTask InitializeAsync() => _tables = await PostgresTestDatabase.MigratedAsync(server);

    public ValueTask DisposeAsync()
    {
        _tables.Dispose();
        return ValueTask.CompletedTask;
    }
}
