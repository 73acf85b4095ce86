using OrleansVideo.Tests.Site.Administration;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Catalog;

/// <summary>Many search at once on a site that runs one search at a time, and lets nobody wait for it.</summary>
[Collection(DeletionAdminCollection.Name)]
public sealed class SearchBusyTests(DeletionAdminSite house)
{
    private const int Many = 24;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Search_BeyondThePlaces_IsBusy_AndSaysWhenToComeAgain_WhileListsGoOn()
    {
        using var guest = house.Site.NewGuest();

        var refused = (await Busy(guest, "/api/v1/videos?query=walk", "application/json")).Expect(503, "search-busy");

        Assert.Equal(2, refused.RetryAfter);
        Assert.Contains("searching", refused.Json.Text("detail"), StringComparison.Ordinal);
        (await guest.Get("/api/v1/videos?query=walk")).Expect(200); // All others have ended.
    }

    [Fact]
    public async Task PageOfASearchBeyondThePlaces_SaysSo_AndLeadsToTheSameSearch()
    {
        using var guest = house.Site.NewGuest();

        var page = await Busy(guest, "/?query=walk", "text/html");

        Assert.Equal(2, page.RetryAfter);
        Assert.Contains("<h1>Search is busy</h1>", page.Text, StringComparison.Ordinal);
        Assert.Contains("Too many people are searching right now.", page.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/?query=walk\"", page.Text, StringComparison.Ordinal);
        (await guest.Get("/?query=walk", ("Accept", "text/html"))).Expect(200);
    }

    /// <summary>Asks many times at once, beside lists, until one is refused: two searches have to meet for that.</summary>
    private static async Task<Reply> Busy(SiteClient guest, string path, string type) => await Eventually.Get("a search is refused", Patience, async () =>
    {
        var searches = Enumerable.Range(0, Many).Select(_ => guest.Get(path, ("Accept", type))).ToArray();
        var list = await guest.Get("/api/v1/videos");
        var answers = await Task.WhenAll(searches);
        list.Expect(200);
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 503, $"{answer.Request}: {answer.Status}"));
        return answers.FirstOrDefault(answer => answer.Status == 503);
    });
}
