using Microsoft.Playwright;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>Times on pages: short ones to read, and the exact moment for who points at one.</summary>
[Trait("Needs", "chromium")]
[Trait("Needs", "ffmpeg")]
public sealed class TimePageTests(SharedSite shared, Chromium chromium) : SiteTest(shared), IClassFixture<Chromium>
{
    private const string Zone = "Pacific/Auckland";

    [Theory]
    [InlineData("en-GB", "en")]
    [InlineData("zh-CN", "zh-Hans")]
    public async Task Time_ThatIsPointedAt_TellsTheMomentInTheReadersZoneAndLanguage(string locale, string language)
    {
        using var owner = await Site.NewMember();
        var film = await owner.Publish(await SampleVideos.Mp4FastStartAsync(), "A moment");
        var window = await chromium.Window(new BrowserNewContextOptions { BaseURL = Site.Address.ToString(), TimezoneId = Zone, Locale = locale });
        await using var visit = new Visit(window, await window.NewPageAsync(), $"time-{language}");
        await visit.Page.GotoAsync($"/watch/{film}");
        var time = visit.Page.Locator(".watch-bar time[title]");
        await Assertions.Expect(time).ToHaveAttributeAsync("title", new System.Text.RegularExpressions.Regex("UTC$"));

        await time.HoverAsync();

        var moment = await time.EvaluateAsync<string>(
            "(time, [language, timeZone]) => new Date(time.dateTime).toLocaleString(language, { dateStyle: 'long', timeStyle: 'short', timeZone })",
            new[] { language, Zone });
        await Assertions.Expect(time).ToHaveAttributeAsync("title", moment);
        visit.AssertNoComplaint();
    }
}
