using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Catalog;

public sealed class ListTests(SharedSite shared) : SiteTest(shared)
{
    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=-1")]
    [InlineData("limit=x")]
    [InlineData("cursor=nonsense")]
    [InlineData("cursor=%00")]
    public async Task Query_ThatTheListDoesNotKnow_IsTheCallersFault(string query)
    {
        using var guest = Site.NewGuest();
        (await guest.Get($"/api/v1/videos?{query}")).Expect(400, "query-invalid");
    }

    /// <summary>Search words are words: no operator of the database's query language gets through.</summary>
    [Theory]
    [InlineData("\"")]
    [InlineData("' OR 1=1 --")]
    [InlineData("a AND (")]
    [InlineData("NEAR(a b)")]
    [InlineData("*")]
    [InlineData("title:x")]
    [InlineData("%")]
    [InlineData("🎬")]
    public async Task Search_ForAnyText_IsAnswered(string text)
    {
        using var guest = Site.NewGuest();
        (await guest.Get($"/api/v1/videos?query={Uri.EscapeDataString(text)}")).Expect(200);
    }

    /// <summary>W27: lists are paged.</summary>
    [Fact]
    public async Task OwnList_IsPagedWithoutGapsOrRepeats()
    {
        using var owner = await Site.NewMember();
        var drafts = new HashSet<string>();
        for (var i = 0; i < 5; i++)
            drafts.Add(await owner.CreateDraft($"Draft {i}"));

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await owner.Get("/api/v1/users/me/videos?limit=2" + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")))
                .Expect(200).Json;
            seen.AddRange(page.Ids());
            cursor = page.Text("nextCursor");
        }
        while (cursor is not null);

        Assert.Equal(5, seen.Count);
        Assert.Equal(drafts, seen.ToHashSet());
    }
}
