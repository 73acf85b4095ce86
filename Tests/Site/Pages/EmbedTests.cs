using Microsoft.Playwright;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>The player in frames of other sites.</summary>
[Trait("Needs", "chromium")]
[Trait("Needs", "ffmpeg")]
public sealed class EmbedTests(SharedSite shared, Chromium chromium) : SiteTest(shared), IClassFixture<Chromium>
{
    [Fact]
    public async Task Frame_OnAnotherSite_PlaysAndSaysSo()
    {
        using var owner = await Site.NewMember();
        var id = await owner.Publish(await SampleVideos.LongMp4Async(60), "Framed", "unlisted");
        var none = Guid.CreateVersion7();
        await using var elsewhere = await ForeignPage.StartAsync(
            $"""<iframe src="{Site.Address}embed/{id}?t=20" width="640" height="360"></iframe><iframe src="{Site.Address}embed/{none}"></iframe>""");
        await using var visit = await chromium.Visit(Site.Address, "embed");
        var beat = new TaskCompletionSource<IResponse>();
        visit.Page.Response += (_, response) =>
        {
            if (response.Url.EndsWith("/playback", StringComparison.Ordinal)) beat.TrySetResult(response);
        };

        await visit.Page.GotoAsync(elsewhere.Address);
        var frame = visit.Page.Locator("iframe").First.ContentFrame;
        await frame.Locator("body").WakePlayer();
        await frame.Locator("media-player").ClickAsync();
        await Eventually.True("the film plays in the frame", TimeSpan.FromSeconds(30), async () =>
            await frame.Locator("video[data-playback]").EvaluateAsync<double>("video => video.currentTime") > 20.3);
        var answer = await beat.Task.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(204, answer.Status);
        Assert.DoesNotContain("cookie", (await answer.Request.AllHeadersAsync()).Keys); // Nobody is known there, and may watch all the same.
        await Assertions.Expect(frame.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", $"/watch/{id}");
        await Assertions.Expect(frame.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("target", "_blank");
        await Assertions.Expect(visit.Page.Locator("iframe").Nth(1).ContentFrame.GetByText("Not found")).ToBeVisibleAsync();
        await visit.Shoot("elsewhere");
        visit.AssertNoComplaint(404);
    }

    [Fact]
    public async Task Embed_MayBeFramedByAnybody_AndNothingElseMay()
    {
        using var owner = await Site.NewMember();
        var id = await owner.Publish(Film);

        var embed = (await owner.Get($"/embed/{id}")).Expect(200);
        var watch = (await owner.Get($"/watch/{id}")).Expect(200);

        Assert.EndsWith("frame-ancestors *", embed.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Null(embed.Header("X-Frame-Options"));
        Assert.EndsWith("frame-ancestors 'none'", watch.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("DENY", watch.Header("X-Frame-Options"));
    }

    [Fact]
    public async Task Embed_OfWhatVisitorsMayNotSee_SaysSoInTheFrame_EvenToItsOwner()
    {
        using var owner = await Site.NewMember();
        var hidden = await owner.Publish(Film, "Mine", "private");
        var deleted = await owner.Publish(Film, "Deleted");
        (await owner.Delete($"/api/v1/videos/{deleted}")).Expect(202);

        await Says(404, hidden, "There is nothing here");
        await Says(410, deleted, "The video was deleted.");
        await Says(404, "no-id", "There is nothing here");

        async Task Says(int status, string id, string words)
        {
            var answer = (await owner.Get($"/embed/{id}")).Expect(status);
            Assert.Contains(words, answer.Text, StringComparison.Ordinal);
            Assert.Null(answer.Header("X-Frame-Options"));
        }
    }
}
