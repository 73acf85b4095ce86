using Microsoft.Playwright;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>The player on the page of a video: its keys, its memory, times in texts, and what is shared.</summary>
[Trait("Needs", "chromium")]
[Trait("Needs", "ffmpeg")]
public sealed class WatchPageTests(SharedSite shared, Chromium chromium) : SiteTest(shared), IClassFixture<Chromium>
{
    private SiteClient _owner = null!;
    private string _film = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _owner = await Site.NewMember();
        _film = await _owner.Publish(await SampleVideos.LongMp4Async(60), "A minute");
        (await _owner.Edit(_film, new { description = "The best comes at 0:40, see https://example.org/0:40 too." })).Expect(200);
    }

    public override async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData(1280, 900)]
    [InlineData(390, 844)]
    public async Task Player_OnAnyScreen_MovesNothingAndLoadsTheFilmOnce(int width, int height)
    {
        await using var visit = await chromium.Visit(Site.Address, $"watch-{width}");
        await visit.Page.SetViewportSizeAsync(width, height);
        await visit.NoteShifts();
        var loads = 0;
        visit.Page.Request += (_, request) => loads += request.Url.EndsWith($"/videos/{_film}", StringComparison.Ordinal) ? 1 : 0;

        await visit.OpenPlayer($"/watch/{_film}");
        await Assertions.Expect(visit.Page.Locator("media-play-button").First).ToBeVisibleAsync();

        await visit.AssertMovedAtMost(0.02);
        Assert.Equal(1, loads);
        Assert.False(await visit.Player().EvaluateAsync<bool>("video => video.controls"));
        await visit.Shoot("player");
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task Page_ThatIsJustOpened_HasTheBrowsersControls_AndTheFirstKeyOrPressCounts()
    {
        await using var visit = await chromium.Visit(Site.Address, "watch-first");
        await visit.Page.GotoAsync($"/watch/{_film}");
        Assert.True(await visit.Player().EvaluateAsync<bool>("video => video.controls"));
        await visit.Press("m", "video.muted && !video.controls");

        await visit.Page.ReloadAsync();
        await visit.Player().ClickAsync();
        await visit.Sees("!video.paused && video.currentTime > 0.3 && video.closest('media-player').matches('[data-playing]')");
        visit.AssertNoComplaint();
    }

    /// <summary>Neither the page nor the film waits for the player's looks; without them it does not come.</summary>
    [Fact]
    public async Task Player_WhoseStyleIsAway_LeavesTheBrowsersControls()
    {
        await using var visit = await chromium.Visit(Site.Address, "watch-unstyled");
        await visit.Page.RouteAsync("**/assets/player*.css", route => route.AbortAsync());
        await visit.Watch(_film);
        await visit.Page.Locator(".player").HoverAsync();

        await Eventually.Always("the browser's controls are there", TimeSpan.FromSeconds(2), () => visit.Player().EvaluateAsync<bool>("video => video.controls"));
        await visit.TimeReaches(1);
        visit.AssertNoComplaint("net::ERR_FAILED");
    }

    [Fact]
    public async Task Keys_AreObeyedOnTheWholePage_ButNotWhileSomethingIsWritten()
    {
        await using var visit = await chromium.Visit(Site.Address, "watch-keys");
        await visit.OpenPlayer($"/watch/{_film}");

        await visit.Press("m", "video.muted");
        await visit.Press("k", "!video.paused && video.currentTime > 0");
        await visit.Press(" ", "video.paused");
        await visit.Press("5", "video.currentTime === 30");
        await visit.Page.Keyboard.PressAsync("l"); // Each counts, also while the seek of the one before is on.
        await visit.Press("ArrowRight", "video.currentTime === 50");
        await visit.Press("j", "video.currentTime === 40");
        await visit.Press("ArrowLeft", "video.currentTime === 30");
        await visit.Press(">", "video.playbackRate === 1.25");
        await visit.Press("f", "document.fullscreenElement?.contains(video)");
        await visit.Press("f", "document.fullscreenElement === null");
        await visit.Press("i", "document.pictureInPictureElement === video");
        await visit.Press("i", "document.pictureInPictureElement === null");
        await visit.Press("?", "document.querySelector('[data-keys]').open");
        await visit.Press(" ", "!document.querySelector('[data-keys]').open"); // What has the focus comes first.
        await visit.Page.Locator("input[type=search]").FocusAsync();
        await visit.Page.Keyboard.TypeAsync("k5m");

        Assert.Equal("k5m", await visit.Page.Locator("input[type=search]").InputValueAsync());
        Assert.True(await visit.Player().EvaluateAsync<bool>("video => video.paused && video.muted && video.currentTime > 20"));
        await visit.OpenPlayer($"/watch/{_film}");
        await visit.Sees("video.playbackRate === 1.25"); // As it was set last.
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task Reader_WhoComesBack_GoesOn_UnlessTheAddressSaysWhere()
    {
        await using var visit = await chromium.Visit(Site.Address, "watch-resume");
        await visit.OpenPlayer($"/watch/{_film}");
        await visit.Seek(25);
        await visit.Sees("Number(localStorage.getItem(`position:${video.dataset.id}`)) >= 25");

        await visit.NoteShifts();
        await visit.OpenPlayer($"/watch/{_film}");
        await Assertions.Expect(visit.Notice()).ToContainTextAsync("Resumed at 0:25.");
        await visit.Sees("video.currentTime >= 25");
        await visit.AssertMovedAtMost(0.02);
        await visit.Shoot("resumed");
        await visit.Button("Start over").ClickAsync();
        await visit.Sees("video.currentTime === 0");
        await Assertions.Expect(visit.Notice()).ToBeHiddenAsync();

        await visit.Seek(25);
        await visit.OpenPlayer($"/watch/{_film}?t=0m42s");
        await visit.Sees("Math.abs(video.currentTime - 42) < 1");
        await Assertions.Expect(visit.Notice()).ToBeHiddenAsync();
        await visit.Page.EvaluateAsync("() => { location.hash = 't=50'; }");
        await visit.Sees("Math.abs(video.currentTime - 50) < 1");
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task TimeInADescription_SeeksInPlace_AndWithoutScriptsOpensThere()
    {
        await using var visit = await chromium.Visit(Site.Address, "watch-times");
        await visit.OpenPlayer($"/watch/{_film}");
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "0:40", Exact = true }).ClickAsync();
        await visit.Sees("video.currentTime >= 40");
        Assert.EndsWith($"/watch/{_film}", visit.Page.Url, StringComparison.Ordinal);
        visit.AssertNoComplaint();

        await using var plain = await chromium.Visit(Site.Address, "watch-times-plain", script: false);
        await plain.Page.GotoAsync($"/watch/{_film}");
        await plain.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "0:40", Exact = true }).ClickAsync();
        await Assertions.Expect(plain.Player()).ToHaveAttributeAsync("src", $"/videos/{_film}#t=40");
    }

    /// <summary>The site has it in the trash some time before the page shows that.</summary>
    [Fact]
    public async Task Film_OnItsWayToTheTrash_TellsOfNoPlayback()
    {
        await using var visit = await chromium.Visit(Site.Address, "watch-trash");
        await visit.SignInAs(_owner);
        await visit.Watch(_film);
        await visit.Page.RouteAsync($"**/watch/{_film}", async route =>
        {
            await visit.Pause();
            await visit.Player().EvaluateAsync("video => video.dispatchEvent(new Event('ended'))"); // As a short film may.
            await route.ContinueAsync();
        });

        await visit.Button("Move to trash").ClickAsync();
        await visit.Button("Undo").First.ClickAsync();

        await Assertions.Expect(visit.Player()).ToBeVisibleAsync();
        Assert.True(await visit.Player().EvaluateAsync<bool>("video => video.paused"));
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task Share_OpensADialog_CopiesAndGivesTheFocusBack()
    {
        await using var visit = await chromium.Visit(Site.Address, "watch-share");
        await visit.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visit.OpenPlayer($"/watch/{_film}#t=20");
        await visit.Sees("video.currentTime === 20");
        await visit.Button("Share").ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await visit.Shoot("dialog");

        await dialog.GetByLabel("Start at 0:20").CheckAsync();
        await dialog.GetByText("Copy link").ClickAsync();
        await Assertions.Expect(dialog.GetByText("Copied")).ToBeVisibleAsync();
        Assert.Equal($"{Site.Address}watch/{_film}?t=20", await visit.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
        var code = await dialog.GetByLabel("Code to embed").InputValueAsync();
        Assert.StartsWith($"<iframe src=\"{Site.Address}embed/{_film}?t=20\" title=\"A minute\"", code, StringComparison.Ordinal);

        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await Assertions.Expect(visit.Button("Share")).ToBeFocusedAsync();
        visit.AssertNoComplaint();
    }
}
