using Microsoft.Playwright;

namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>What is done on a page of the gallery before it is looked at.</summary>
internal static class GalleryActs
{
    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = 30_000 };

    /// <summary>Waits until the player is there.</summary>
    public static Task Player(Visit visit) => visit.Page.Locator("body").WakePlayer();

    /// <summary>Waits until Orleans Dashboard shows figures.</summary>
    public static Task Dashboard(Visit visit) => Assertions.Expect(visit.Page.GetByText("Activations").First).ToBeVisibleAsync(Soon);

    /// <summary>Waits until the page says, in whatever language, that the reader is the first in the queue.</summary>
    public static Task Wait(Visit visit) =>
        Assertions.Expect(visit.Page.Locator("[data-notice-words]")).ToContainTextAsync(" 1 ", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });

    /// <summary>Opens the dialog to share a video.</summary>
    public static async Task Share(Visit visit)
    {
        await Player(visit);
        await visit.Page.Locator(".watch-bar button[aria-haspopup=dialog]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#share-code")).ToBeVisibleAsync(Soon);
    }

    /// <summary>Asks for the player's keys.</summary>
    public static async Task Keys(Visit visit)
    {
        await Player(visit);
        await visit.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(visit.Page.Locator("kbd").First).ToBeVisibleAsync(Soon);
    }

    /// <summary>Types the beginning of a title into the search.</summary>
    public static async Task Suggest(Visit visit)
    {
        await visit.Page.GetByRole(AriaRole.Combobox).PressSequentiallyAsync("su");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync(Soon);
        await visit.Page.Keyboard.PressAsync("ArrowDown");
    }

    /// <summary>Chooses all videos of the table.</summary>
    public static async Task Choose(Visit visit)
    {
        await visit.Page.Locator("[data-choose-all]").First.CheckAsync();
        await Assertions.Expect(visit.Page.Locator("form.chosen")).ToBeVisibleAsync(Soon);
    }

    /// <summary>Gives the queue a file with nothing in it and one that is no video: neither is sent.</summary>
    public static async Task Drop(Visit visit)
    {
        await visit.Page.Locator("#files").SetInputFilesAsync([Array.Empty<byte>().AsPayload("nothing.mp4"), "Buy milk."u8.ToArray().AsPayload("notes.txt", "text/plain")]);
        await Assertions.Expect(visit.Page.Locator(".upload-row:visible")).ToHaveCountAsync(2, new LocatorAssertionsToHaveCountOptions { Timeout = 30_000 });
    }

    /// <summary>Edits the newest video where it stands in the table.</summary>
    public static async Task EditInPlace(Visit visit)
    {
        await visit.Page.Locator("table.videos [data-edit-row]").First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator("tbody [data-edit-form]").First).ToBeVisibleAsync(Soon);
    }

    /// <summary>Is asked whether a video shall really go.</summary>
    public static async Task DeleteForGood(Visit visit)
    {
        await visit.Page.Locator("[data-delete-for-good]").First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator("dialog[open]")).ToBeVisibleAsync(Soon);
    }

    /// <summary>Signs in as nobody.</summary>
    public static async Task SignInWrongly(Visit visit)
    {
        await visit.Field("UserName").FillAsync("nobody");
        await visit.Field("Password").FillAsync("not the password");
        await visit.Field("Password").PressAsync("Enter");
        await visit.Page.Locator("[role=alert], .field-error").First.WaitForAsync();
    }

    /// <summary>Registers a name that somebody has.</summary>
    public static async Task RegisterATakenName(Visit visit)
    {
        await visit.Field("UserName").FillAsync(GalleryContent.OwnerName);
        await visit.Field("Password").FillAsync("a long enough pass-phrase");
        await visit.Field("Password").PressAsync("Enter");
        await visit.Page.Locator("[role=alert], .field-error").First.WaitForAsync();
    }
}
