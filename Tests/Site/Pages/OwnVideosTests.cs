using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.Site.Pages.Gallery;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>Looking after one's videos: edited where they stand, moved to the trash and back, one by one and several at once.</summary>
[Trait("Needs", "chromium, ffmpeg")]
public sealed class OwnVideosTests(SharedSite shared, Chromium chromium) : SiteTest(shared), IClassFixture<Chromium>
{
    /// <summary>How far below the site's header the bar of what is chosen sticks while the page scrolls.</summary>
    private const string BelowHeader =
        "() => parseFloat(getComputedStyle(document.querySelector('.bulk.chosen')).top) - document.querySelector('.site-header').offsetHeight";

    [Fact]
    public async Task Row_IsEditedWhereItStands_ByKeyboard()
    {
        using var member = await Site.NewMember();
        var id = await member.Publish(Film, "Before");
        await using var visit = await chromium.VisitHome(member, "edit-row");
        var edit = visit.Row(id).Button("Edit");

        await edit.PressAsync("Enter");
        await visit.Row(id).Locator("[name=title]").HasFocus();
        await visit.Page.Keyboard.TypeAsync("Never saved");
        await visit.Page.Keyboard.PressAsync("Escape");
        await edit.HasFocus();
        await Assertions.Expect(visit.Row(id)).ToContainTextAsync("Before");

        await edit.PressAsync("Enter");
        await visit.Row(id).Locator("[name=title]").FillAsync(" ");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Row(id).GetByText("A title has 1 to 120 characters")).ToBeVisibleAsync();
        await visit.Shoot("refused");
        await visit.Row(id).Locator("[name=visibility]").SelectOptionAsync("private");
        await visit.Row(id).Locator("[name=title]").FillAsync("After");
        await visit.Page.Keyboard.PressAsync("Enter");

        await edit.HasFocus();
        await Assertions.Expect(visit.Row(id)).ToContainTextAsync("Private");
        var saved = (await member.Details(id)).Expect(200).Json;
        Assert.Equal(("After", "private"), (saved.Text("title"), saved.Text("visibility")));
        visit.AssertNoComplaint(400);
    }

    [Fact]
    public async Task ChosenVideos_MoveToTheTrash_ComeBackByTheToast_AndAreDeletedOnceAskedAbout()
    {
        using var member = await Site.NewMember();
        string[] ids = [await member.Publish(Film, "One"), await member.Publish(Film, "Two")];
        var draft = await member.CreateDraft("Not here yet");
        await using var visit = await chromium.VisitHome(member, "bulk");

        await visit.Page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = "Choose all" }).CheckAsync();
        Assert.InRange(await visit.Page.EvaluateAsync<double>(BelowHeader), -1, 4);
        await visit.Button("Move the chosen to the trash").PressAsync("Enter");

        await visit.ShowsRows("trashed", 2);
        await Assertions.Expect(visit.Toast("1 video is not finished")).ToBeVisibleAsync();
        await visit.ShowsRows("draft", 1);
        var undo = visit.Toast("2 videos are in the trash.").Button("Undo");
        await undo.HasFocus();
        await Assertions.Expect(visit.Row(ids[0]).Locator("[data-countdown]")).ToContainTextAsync("days");
        await visit.Shoot("trashed");
        await visit.AssertNoFault();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.ShowsRows("ready", 2);
        await visit.ShowsRows("trashed", 0);
        await Assertions.Expect(visit.Toast("2 videos are back.")).ToBeVisibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => document.activeElement.closest('tr') !== null"), "the focus was lost");

        await visit.Row(draft).GetByRole(AriaRole.Checkbox).CheckAsync();
        await visit.Row(ids[1]).GetByRole(AriaRole.Checkbox).CheckAsync();
        await visit.Button("Delete the chosen for good").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("2 videos and their comments");
        await visit.Shoot("asked");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.ShowsRows("ready", 2);
        await visit.Button("Delete the chosen for good").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).Button("Delete for good").ClickAsync();
        await Assertions.Expect(visit.Row(ids[1])).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = 30_000 });
        await Assertions.Expect(visit.Row(draft)).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = 30_000 });
        await visit.ShowsRows("ready", 1);
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task Row_WhoseDeadlineIsThere_GoesByItself_OnceTheFilesAreGone()
    {
        using var member = await Site.NewMember();
        using var admin = await Site.Admin();
        var id = await member.Publish(Film, "On its way");
        (await member.Trash(id)).Expect(202);
        (await admin.Command(id, "hold")).Expect(202); // So that it is due, and in the trash still, when the page comes.
        (await admin.DeleteForGood(id)).Expect(202);
        await using var visit = await chromium.VisitHome(member, "due");
        await Assertions.Expect(visit.Row(id)).ToContainTextAsync("Held by an administrator");
        await Assertions.Expect(visit.Row(id).GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Row(id).GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(0);

        (await admin.Command(id, "release")).Expect(202);

        await Assertions.Expect(visit.Row(id)).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = 30_000 });
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task PageOfAVideo_MovedToTheTrash_SaysSoInPlace_AndComesBackAsItWas()
    {
        using var member = await Site.NewMember();
        var id = await member.Publish(Film, "Here and gone");
        await using var visit = await chromium.VisitHome(member, "trash-in-place");
        await visit.Page.GotoAsync($"/watch/{id}");
        await visit.Page.EvaluateAsync("() => { window.isTheSamePage = true; }");
        await visit.Page.Locator("body").WakePlayer();

        await visit.Button("Move to trash").PressAsync("Enter");

        await Assertions.Expect(visit.Page.GetByText("This video is in the trash.")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("video")).ToBeHiddenAsync();
        await visit.Toast("“Here and gone” is in the trash.").Button("Undo").HasFocus();
        Assert.Equal("trashed", (await member.Details(id)).Expect(200).Json.Text("state"));
        await visit.Shoot("trashed");
        await visit.AssertNoFault();
        await visit.Page.Keyboard.PressAsync("k"); // Nobody hears a film that nobody sees.
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("video")).ToBeVisibleAsync();
        await visit.Button("Move to trash").HasFocus();
        await visit.Sees("video.paused");
        await visit.Press("k", "!video.paused");
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => window.isTheSamePage === true"));
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task WithoutScripts_ChosenVideosMoveToTheTrash_AndTheNoticeBringsThemBack()
    {
        using var stranger = await Site.NewMember();
        var foreign = await stranger.Publish(Film, "Somebody else's");
        using var member = await Site.NewMember();
        string[] ids = [await member.Publish(Film, "One"), await member.Publish(Film, "Two")];
        var draft = await member.CreateDraft("Not here yet");
        await using var visit = await chromium.VisitHome(member, "bulk-forms", script: false);

        foreach (var id in (string[])[.. ids, draft]) await visit.Row(id).GetByRole(AriaRole.Checkbox).CheckAsync();
        await visit.Button("Move the chosen to the trash").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".notice.warning")).ToContainTextAsync("“Not here yet”: Only a finished video can wait in the trash");
        var notice = visit.Page.Locator(".undo-notice");
        await Assertions.Expect(notice).ToContainTextAsync("2 videos are in the trash.");
        await visit.Shoot("trashed");
        await notice.Button("Undo").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".notice")).ToContainTextAsync("2 videos are back.");
        await visit.ShowsRows("ready", 2);

        await visit.Button("Move the chosen to the trash").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".notice.warning")).ToContainTextAsync("Choose at least one video first.");
        await visit.Row(draft).GetByRole(AriaRole.Checkbox).EvaluateAsync("(box, id) => { box.value = id; box.checked = true; }", foreign);
        await visit.Button("Move the chosen to the trash").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".notice.warning")).ToContainTextAsync("Only its owner and admins may do this.");
        (await stranger.Play(foreign)).Expect(200);

        await visit.Row(ids[0]).GetByRole(AriaRole.Checkbox).CheckAsync();
        await visit.Row(draft).GetByRole(AriaRole.Checkbox).CheckAsync();
        await visit.Button("Delete the chosen for good").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("2 videos and their comments will be deleted at once.");
        await visit.Shoot("asked");
        await visit.Button("Delete for good").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".notice")).ToContainTextAsync("2 videos are being deleted for good.");
        await member.WaitForState(ids[0], "purged");
        await visit.ShowsRows("ready", 1);
        visit.AssertNoComplaint();
    }
}
