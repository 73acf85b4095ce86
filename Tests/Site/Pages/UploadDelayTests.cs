using System.Diagnostics;
using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>Files that the site does not take yet wait in the queue, and are sent without anybody choosing them again.</summary>
[Trait("Needs", "chromium, ffmpeg")]
public sealed class UploadDelayTests(SharedSite shared, Chromium chromium) : SiteTest(shared), IClassFixture<Chromium>
{
    private const int Mib = 1 << 20;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    [Fact]
    [Trait("Needs", "mount")]
    public async Task FullStorage_KeepsTheFilesInTheQueue_UntilThereIsRoom()
    {
        using var volume = new SmallVolume(megabytes: 64);
        await using var site = await SiteProcess.StartAsync(
            SiteSettings.Roomy.With("Storage:Reserve", $"{16 * Mib}").With("Storage:Ballast", "0"), volume.Path);
        using var member = await site.NewMember();
        await using var visit = await chromium.VisitHome(member, "storage-full");
        var line = await visit.Page.Context.NewCDPSessionAsync(visit.Page);

        // In the middle of a file, which somebody else leaves no room for; then by the button.
        await line.ThrottleUpload(2 * Mib);
        await visit.Page.Locator("#files").SetInputFilesAsync((await PaddedFilm.OfLength(12 * Mib)).AsPayload("begun.mp4"));
        await Assertions.Expect(visit.Upload("begun.mp4")).ToContainTextAsync("left", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        volume.Fill(leave: 10 * Mib);
        await visit.UploadBecomes("begun.mp4", "delayed");
        await Assertions.Expect(visit.Upload("begun.mp4")).ToContainTextAsync("The site's storage is full");
        await Assertions.Expect(visit.Upload("begun.mp4")).ToContainTextAsync("Trying again in");
        await Assertions.Expect(visit.Page.Locator("[data-queue-words]")).ToContainTextAsync("begun.mp4: The site's storage is full");
        await visit.Shoot("waits");
        volume.Clear();
        await line.ThrottleUpload(-1);
        await visit.Upload("begun.mp4").Button("Try again").PressAsync("Enter");
        await visit.UploadBecomes("begun.mp4", "done");

        // Before a byte of it is taken; then by itself, though not after the minute that the site asks for.
        volume.Fill(leave: 10 * Mib);
        await SayRetryAfterASecond(line);
        await visit.Page.Locator("#files").SetInputFilesAsync((await File.ReadAllBytesAsync(Film, TestContext.Current.CancellationToken)).AsPayload("whole.mp4"));
        await visit.UploadBecomes("whole.mp4", "delayed");
        volume.Clear();
        await visit.UploadBecomes("whole.mp4", "done");

        await visit.ShowsRows("ready", 2);
        await visit.ShowsRows("draft", 0);
        visit.AssertNoComplaint(507);
    }

    [Fact]
    public async Task LimitOnUploads_IsWaitedFor_AsLongAsTheSiteSays()
    {
        using var member = await Site.NewMember();
        await using var visit = await chromium.VisitHome(member, "limited");
        var draft = await RefuseOnce(visit, "**/api/v1/videos");
        var file = await RefuseOnce(visit, "**/upload/*");

        await visit.Page.Locator("#files").SetInputFilesAsync((await File.ReadAllBytesAsync(Film, TestContext.Current.CancellationToken)).AsPayload("patient.mp4"));
        await visit.UploadBecomes("patient.mp4", "delayed");
        await Assertions.Expect(visit.Upload("patient.mp4")).ToContainTextAsync("You are adding videos too fast. Trying again in");
        await visit.Upload("patient.mp4").Locator("[name=Title]").FillAsync("Typed while it waits");
        await visit.UploadBecomes("patient.mp4", "done");

        await visit.ShowsRows("ready", 1);
        await Assertions.Expect(visit.Rows("ready")).ToContainTextAsync("Typed while it waits");
        Assert.True(await draft >= Wait, "the draft was asked for again too soon");
        Assert.True(await file >= Wait, "the file was sent again too soon");
        visit.AssertNoComplaint(429);
    }
    /// <summary>The first request meets a limit, as the site would word it. Gives how long the page waits until it asks again.</summary>
    private static async Task<Task<TimeSpan>> RefuseOnce(Visit visit, string address)
    {
        var again = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        Stopwatch? refused = null;
        await visit.Page.RouteAsync(address, async route =>
        {
            if (refused is null)
            {
                refused = Stopwatch.StartNew();
                await route.FulfillAsync(new RouteFulfillOptions
                {
                    Status = 429,
                    ContentType = "application/problem+json",
                    Headers = new Dictionary<string, string> { ["Retry-After"] = $"{Wait.TotalSeconds}" },
                    Body = """{"title":"Too many requests","status":429,"detail":"You are adding videos too fast.","code":"rate-limited"}""",
                });
                return;
            }

            again.TrySetResult(refused.Elapsed);
            await route.ContinueAsync();
        });
        return again.Task;
    }

    /// <summary>The site's own answers to uploads, but for the minute in their <c>Retry-After</c>.</summary>
    private static async Task SayRetryAfterASecond(ICDPSession line)
    {
        line.Event("Fetch.requestPaused").OnEvent += async (_, paused) =>
        {
            var headers = paused!.Value.GetProperty("responseHeaders").EnumerateArray()
                .Select(header => (Name: header.GetProperty("name").GetString()!, Value: header.GetProperty("value").GetString()!))
                .Select(header => new { name = header.Name, value = header.Name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase) ? "1" : header.Value });
            await line.SendAsync("Fetch.continueResponse", new Dictionary<string, object>
            {
                ["requestId"] = paused.Value.GetProperty("requestId").GetString()!,
                ["responseCode"] = paused.Value.GetProperty("responseStatusCode").GetInt32(),
                ["responseHeaders"] = headers.ToArray(),
            });
        };
        await line.SendAsync("Fetch.enable", new Dictionary<string, object>
        {
            ["patterns"] = new[] { new { urlPattern = "*/upload/*", requestStage = "Response" } },
        });
    }
}
