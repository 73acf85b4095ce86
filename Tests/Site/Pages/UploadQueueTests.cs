using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>Several files on their way to the site.</summary>
[Trait("Needs", "chromium, ffmpeg")]
public sealed class UploadQueueTests(SharedSite shared, Chromium chromium) : SiteTest(shared), IClassFixture<Chromium>
{
    [Fact]
    public async Task DroppedFiles_AreSentAtOnce_AndThoseThatCannotBeSentSayWhy()
    {
        using var member = await Site.NewMember();
        await using var visit = await chromium.VisitHome(member, "drop");
        await using var dropped = await visit.Page.EvaluateHandleAsync(
            """
            (film) => {
              const files = new DataTransfer();
              files.items.add(new File([Uint8Array.from(atob(film), (byte) => byte.charCodeAt(0))], "a_walk.v2.mp4", { type: "video/mp4" }));
              files.items.add(new File([], "nothing.mp4", { type: "video/mp4" }));
              files.items.add(new File(["Buy milk."], "notes.txt", { type: "text/plain" }));
              return files;
            }
            """, Convert.ToBase64String(await File.ReadAllBytesAsync(Film, TestContext.Current.CancellationToken)));

        await visit.Page.Locator("[data-drop-zone]").DispatchEventAsync("drop", new { dataTransfer = dropped });

        await Assertions.Expect(visit.Upload("nothing.mp4")).ToContainTextAsync("The file has no bytes.");
        await Assertions.Expect(visit.Upload("notes.txt")).ToContainTextAsync("This does not look like a video");
        await visit.UploadBecomes("a_walk.v2.mp4", "done");
        await visit.Upload("notes.txt").Button("Upload anyway").ClickAsync();
        await visit.UploadBecomes("notes.txt", "refused");
        await Assertions.Expect(visit.Upload("notes.txt")).ToContainTextAsync("none of the types taken here");
        await visit.ShowsRows("ready", 1); // It was processing when the list showed it first.
        await Assertions.Expect(visit.Rows("ready")).ToContainTextAsync("a walk v2");
        await visit.Shoot("sent");

        await visit.Upload("notes.txt").Button("Remove from this list").ClickAsync();
        await Eventually.True("the refused file left no draft", TimeSpan.FromSeconds(30),
            async () => (await member.Get("/api/v1/users/me/videos?state=draft")).Expect(200).Json.GetProperty("items").GetArrayLength() == 0);
        await visit.Upload("a_walk.v2.mp4").GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("a walk v2");
        visit.AssertNoComplaint(415);
    }

    [Fact]
    public async Task Form_OfTwoSteps_ComesWhenTheScriptDoesNot()
    {
        using var member = await Site.NewMember();
        await using var visit = await chromium.VisitHome(member, "no-script-came");
        await visit.Page.RouteAsync("**/assets/userhome*.js", route => route.AbortAsync());
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Button("Continue to the file")).ToBeHiddenAsync();

        await visit.Field("Title").FillAsync("In two steps", new LocatorFillOptions { Timeout = 30_000 });
        await visit.Button("Continue to the file").ClickAsync();
        await visit.Page.Locator("form[data-upload] input[type=file]").SetInputFilesAsync(Film);
        await visit.Shoot("second-step");
        await visit.Button("Upload").ClickAsync();

        await Assertions.Expect(visit.Page.Locator("table.videos")).ToContainTextAsync("In two steps", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        visit.AssertNoComplaint("net::ERR_FAILED");
    }

    /// <summary>The line is slow, so that there is something to see.</summary>
    [Fact]
    public async Task SlowUpload_ShowsHowFarItGot_TakesAnotherTitle_AndIsCancelledAndTriedAgain()
    {
        using var member = await Site.NewMember();
        await using var visit = await chromium.VisitHome(member, "slow");
        byte[] film = [.. await File.ReadAllBytesAsync(Film, TestContext.Current.CancellationToken), .. new byte[1 << 19]];
        var line = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await line.ThrottleUpload(40_000);

        await visit.Page.Locator("#files").SetInputFilesAsync([film.AsPayload("first.mp4"), film.AsPayload("second.mp4"), film.AsPayload("third.mp4")]);

        await Assertions.Expect(visit.Upload("first.mp4")).ToContainTextAsync("left", Patiently);
        await Assertions.Expect(visit.Upload("second.mp4")).ToContainTextAsync("left", Patiently);
        await visit.UploadBecomes("third.mp4", "waiting");
        Assert.InRange(await visit.Upload("first.mp4").Locator("progress").EvaluateAsync<double>("bar => bar.value"), 0.001, 0.999);
        await visit.Upload("first.mp4").Locator("[name=Title]").FillAsync("Typed on the way");
        await visit.Shoot("on-the-way");
        await Eventually.True("the draft has the new title", TimeSpan.FromSeconds(30),
            async () => (await member.Get("/api/v1/users/me/videos?state=draft")).Expect(200).Text.Contains("Typed on the way", StringComparison.Ordinal));

        await visit.Upload("first.mp4").Button("Cancel").PressAsync("Enter");
        await visit.UploadBecomes("first.mp4", "stopped");
        await visit.Upload("first.mp4").Button("Try again").HasFocus();
        await line.ThrottleUpload(-1);
        await visit.Upload("first.mp4").Button("Try again").PressAsync("Enter");

        foreach (var name in new[] { "first.mp4", "second.mp4", "third.mp4" }) await visit.UploadBecomes(name, "done");
        await visit.ShowsRows("ready", 3);
        await Assertions.Expect(visit.Rows("ready").Filter(new LocatorFilterOptions { HasText = "Typed on the way" })).ToHaveCountAsync(1);
        await visit.ShowsRows("draft", 0);
        visit.AssertNoComplaint();
    }

    private static LocatorAssertionsToContainTextOptions Patiently => new() { Timeout = 30_000 };
}
