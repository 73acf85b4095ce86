using Microsoft.Playwright;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Pages.Gallery;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>What is seen of a video while it is processed, and that it plays as soon as it can without a click.</summary>
[Trait("Needs", "chromium, ffmpeg")]
public sealed class ProcessingPageTests(SlowSite house, Chromium chromium) : IClassFixture<SlowSite>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Page_WhoseVideoBecomesReady_PlaysByItself()
    {
        using var owner = await house.Site.NewMember();
        var id = await owner.CreateDraft("Soon to be seen");
        (await owner.Upload(id, await SampleVideos.LongMp4Async(10))).Expect(201);
        await owner.WaitForState(id, "processing");
        await using var list = await chromium.VisitHome(owner, "processing-list");
        await using var visit = await chromium.Visit(house.Site.Address, "processing");
        await visit.SignInAs(owner);

        await visit.Page.GotoAsync($"/watch/{id}");

        await Assertions.Expect(visit.Page.Locator(".unplayable")).ToContainTextAsync("processed");
        await list.ShowsRows("processing", 1);
        await visit.Shoot("waiting");
        await visit.AssertNoFault();
        await list.AssertNoFault();

        house.LetGo();

        await list.ShowsRows("ready", 1);
        await Assertions.Expect(visit.Player()).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 60_000 });
        await visit.Sees("!video.paused && video.currentTime > 0.3");
        visit.AssertNoComplaint();
        list.AssertNoComplaint();
    }
}
