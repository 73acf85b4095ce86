using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>A site with more videos than fit on some pages: rows of the lists alone, with nothing to watch behind them.</summary>
public sealed class LongListSite : IAsyncLifetime
{
    /// <summary>Five pages and a bit.</summary>
    public const int Videos = 125;

    /// <summary>Who has all of them.</summary>
    public const string Owner = "lister";

    private const string InsertSql =
        """
        insert into videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, size, duration_seconds, content_type,
          content_hash, has_poster, views, created_at, published_at, revision, changed_at)
        values (@id, @ownerId, @owner, @ownerKey, @title, '', 1, 3, 1000, 61, 'video/mp4', 'ab', 0, 1, @at, @at, 3, @at)
        """;

    public SiteProcess Site { get; private set; } = null!;

    /// <summary>The title of a video by its place in the list, the newest first.</summary>
    public static string Title(int place) => $"Listed film {place:000}";

    public async ValueTask InitializeAsync()
    {
        Site = await SiteProcess.StartAsync();
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).ToUnixTimeMilliseconds();
        var ownerId = Guid.NewGuid().ToString();
        await Change(InsertSql, Enumerable.Range(0, Videos).Select(place => new
        {
            id = Guid.NewGuid().ToString(), ownerId, owner = Owner, ownerKey = Owner.ToUpperInvariant(), title = Title(place), at = now - place,
        }));
    }

    public async ValueTask DisposeAsync()
    {
        if (Site is not null) await Site.DisposeAsync();
    }

    /// <summary>Changes the site's database behind its back.</summary>
    public Task<int> Change(string sql, object? values = null) => Site.ChangeDatabase(sql, values);
}
