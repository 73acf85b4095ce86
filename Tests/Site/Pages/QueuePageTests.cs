using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>Chromium in a house of one seat: who sits notices nothing, who waits sees the place and gets in.</summary>
[Trait("Needs", "chromium")]
[Trait("Needs", "ffmpeg")]
public sealed class QueuePageTests(OneSeatSite house, Chromium chromium) : IClassFixture<OneSeatSite>, IClassFixture<Chromium>
{
    /// <summary>Two questions of a page that waits, and what a busy machine takes to begin to play.</summary>
    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(8);

    [Fact]
    public Task Film_WithAPauseAndSeeks_PlaysToItsEnd() => PlaysToItsEnd(house.Site, chromium, film: 12, pause: TimeSpan.FromSeconds(6), "short");

    [Fact, Trait("Set", "Long")]
    public Task FilmOfFiveMinutes_WithAPauseAndSeeks_PlaysToItsEnd() => PlaysToItsEnd(house.Site, chromium, film: 300, pause: TimeSpan.FromSeconds(90), "long");

    private async Task PlaysToItsEnd(SiteProcess site, Chromium chromium, int film, TimeSpan pause, string name)
    {
        var id = await house.Opens(film);
        await using var sits = await chromium.Visit(site.Address, $"queue-{name}-sits");
        await using var waits = await chromium.Visit(site.Address, $"queue-{name}-waits");
        await sits.Watch(id);
        await waits.Page.GotoAsync($"/watch/{id}");
        await waits.ShowsPlace(1);

        await sits.Pause();
        await Eventually.Always("a pause loses no place", pause, async () => await waits.Time() == 0);
        await sits.Play();
        foreach (var part in new[] { 0.5, 0.1, 0.7, 0.3 })
        {
            await sits.Seek(film * part);
            await sits.TimeReaches(film * part + 0.5);
        }

        await waits.ShowsPlace(1);
        await Eventually.True("the film ends", TimeSpan.FromSeconds(film * 2), sits.HasEnded);
        Assert.False(await sits.HasFailed());
        sits.AssertNoComplaint();
        await waits.TimeReaches(0.3, Shortly); // The seat is free once the film is over, though its page stands open.
        waits.AssertNoComplaint(429);
    }

    [Fact]
    public async Task WhoWaits_MovesUpWhenTheNextOneGivesUp_AndStartsWhenTheSeatIsFree()
    {
        var id = await house.Opens(60);
        await using var sits = await chromium.Visit(house.Site.Address, "queue-sits");
        await using var gives = await chromium.Visit(house.Site.Address, "queue-gives-up");
        await using var waits = await chromium.Visit(house.Site.Address, "queue-waits");
        await sits.Watch(id);
        await gives.Page.GotoAsync($"/watch/{id}");
        await gives.ShowsPlace(1);
        await waits.Page.GotoAsync($"/watch/{id}");
        await waits.ShowsPlace(2);
        await waits.Shoot("desktop");
        await waits.Page.SetViewportSizeAsync(390, 844);
        await waits.Shoot("phone");

        await gives.Page.CloseAsync(); // It never played, and gives its place up all the same.
        await Eventually.True("the next in line moves up", TimeSpan.FromSeconds(6), async () =>
            (await waits.Notice().TextContentAsync())!.Contains("number 1 in", StringComparison.Ordinal));
        await sits.Page.CloseAsync();

        await waits.TimeReaches(0.3, Shortly);
        Assert.False(await waits.Player().EvaluateAsync<bool>("video => video.paused"));
        Assert.DoesNotContain("queue", await waits.Notice().TextContentAsync(), StringComparison.Ordinal);
        await waits.Shoot("its-turn");
        waits.AssertNoComplaint(429);
    }

    /// <summary>There nobody has a cookie, and is somebody all the same.</summary>
    [Fact, Trait("Set", "Long")]
    public async Task WhoWaitsInAFrameOfAnotherSite_StartsWhenTheSeatIsFree()
    {
        var id = await house.Opens(60);
        await using var elsewhere = await ForeignPage.StartAsync(
            $"""<iframe src="{house.Site.Address}embed/{id}" allow="autoplay" width="640" height="360"></iframe>""");
        await using var sits = await chromium.Visit(house.Site.Address, "queue-whole");
        await using var waits = await chromium.Visit(house.Site.Address, "queue-frame");
        await sits.Watch(id);

        await waits.Page.GotoAsync(elsewhere.Address);
        var frame = waits.Page.Locator("iframe").ContentFrame;
        await Assertions.Expect(frame.Locator("[data-notice]")).ToContainTextAsync("You are number 1 in the queue.", new() { Timeout = 30_000 });
        await waits.Shoot("waits");
        await sits.Page.CloseAsync();

        await Eventually.True("the film plays in the frame", Shortly, async () =>
            await frame.Locator("video[data-playback]").EvaluateAsync<double>("video => video.currentTime") > 0.3);
        waits.AssertNoComplaint(429);
    }

    /// <summary>The network comes and goes while somebody waits: the page stays in the line.</summary>
    [Fact]
    public async Task WhoWaits_OutlivesAMomentWithoutNetwork()
    {
        var id = await house.Opens(60);
        await using var sits = await chromium.Visit(house.Site.Address, "queue-steady");
        await using var waits = await chromium.Visit(house.Site.Address, "queue-offline");
        await sits.Watch(id);
        await waits.Page.GotoAsync($"/watch/{id}");
        await waits.ShowsPlace(1);
        var lost = new TaskCompletionSource();
        waits.Page.RequestFailed += (_, request) =>
        {
            if (request.Url.EndsWith("/queue", StringComparison.Ordinal)) lost.TrySetResult();
        };

        await waits.Page.Context.SetOfflineAsync(true);
        await lost.Task.WaitAsync(Shortly);
        await waits.ShowsPlace(1);
        await waits.Page.Context.SetOfflineAsync(false);
        await sits.Page.CloseAsync();

        await waits.TimeReaches(0.3, Shortly);
    }
}
