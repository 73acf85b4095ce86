using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>Pages that get in, or come back, while nobody touches them.</summary>
[Trait("Needs", "chromium")]
[Trait("Needs", "ffmpeg")]
public sealed class UntouchedPageTests(OneSeatSite house, Chromium chromium) : IClassFixture<OneSeatSite>, IClassFixture<Chromium>
{
    private const string ForbidsSound = "const allowed = video => touched || video.muted;";
    private const string ForbidsPlaying = "const allowed = () => touched;";

    /// <summary>A browser's own rule, which the test's remote control would switch off.</summary>
    private const string Rule =
        """
        let touched = false;
        addEventListener("click", () => (touched = true), true);
        const play = HTMLMediaElement.prototype.play;
        HTMLMediaElement.prototype.play = function () {
          return allowed(this) ? play.call(this) : Promise.reject(new DOMException("Not without a touch", "NotAllowedError"));
        };
        """;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Turn_InABrowserThatForbidsSound_StartsSilently_AndHasAButtonForTheSound()
    {
        await using var waits = await GetsIn("untouched-sound", ForbidsSound);

        await waits.TimeReaches(0.3, Soon);
        await Assertions.Expect(waits.Button("Turn on the sound")).ToBeVisibleAsync();
        await waits.Shoot("silent");
        await waits.Button("Turn on the sound").ClickAsync();

        Assert.False(await waits.Player().EvaluateAsync<bool>("video => video.muted || video.paused"));
        await Assertions.Expect(waits.Notice()).ToBeHiddenAsync();
        waits.AssertNoComplaint(429);
    }

    [Fact, Trait("Set", "Long")]
    public async Task Turn_InABrowserThatForbidsPlaying_HasAButtonToStart()
    {
        await using var waits = await GetsIn("untouched-start", ForbidsPlaying);

        await Assertions.Expect(waits.Button("Start")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 15_000 });
        await waits.Shoot("start");
        await waits.Button("Start").ClickAsync();

        await waits.TimeReaches(0.3, Soon);
        Assert.False(await waits.Player().EvaluateAsync<bool>("video => video.muted"));
        await Assertions.Expect(waits.Notice()).ToBeHiddenAsync();
        waits.AssertNoComplaint(429);
    }

    /// <summary>The site is away, and comes back.</summary>
    [Fact]
    public async Task Page_WhoseStreamIsAway_SaysSo_AndTriesAgainByItself()
    {
        var id = await house.Opens(60);
        await using var visit = await chromium.Visit(house.Site.Address, "untouched-away");
        await visit.Page.RouteAsync("**/videos/*", route => route.FulfillAsync(new RouteFulfillOptions
        {
            Status = 503,
            ContentType = "application/problem+json",
            Body = """{"code":"cluster-unavailable","detail":"The back end sleeps."}""",
        }));

        await visit.Page.GotoAsync($"/watch/{id}");
        await Assertions.Expect(visit.Notice()).ToContainTextAsync("The back end sleeps. It is tried again by itself.");
        await visit.Shoot("away");
        await visit.Page.UnrouteAsync("**/videos/*");

        await Assertions.Expect(visit.Notice()).ToBeHiddenAsync(new LocatorAssertionsToBeHiddenOptions { Timeout = 15_000 });
        await Eventually.True("the film is there", Soon, () => visit.Player().EvaluateAsync<bool>("video => video.readyState > 0 && video.error === null"));
        Assert.True(await visit.Player().EvaluateAsync<bool>("video => video.paused")); // Nobody has pressed play.
    }

    /// <summary>A visitor with such a browser, who waited and whose turn has just come.</summary>
    private async Task<Visit> GetsIn(string name, string allowed)
    {
        var id = await house.Opens(60);
        await using var sits = await chromium.Visit(house.Site.Address, name + "-sits");
        await sits.Watch(id);
        var waits = await chromium.Visit(house.Site.Address, name);
        await waits.Page.AddInitScriptAsync(allowed + Rule);
        await waits.Page.GotoAsync($"/watch/{id}");
        await waits.ShowsPlace(1);
        await sits.Page.CloseAsync();
        return waits;
    }
}
