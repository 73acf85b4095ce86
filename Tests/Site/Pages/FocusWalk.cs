using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>Goes through a page by the Tab key alone, as somebody without a mouse does.</summary>
internal static class FocusWalk
{
    private const int MostStops = 150;

    /// <summary>
    /// What has the focus and does not show it, by an outline of its own, of its label's, or of what holds both; blank when all is well. The
    /// inner buttons of a browser's own player show theirs where no script sees them.
    /// </summary>
    private const string Unseen =
        """
        () => {
          const focused = document.activeElement;
          if (!focused || focused === document.body || focused.localName === "video") return "";
          const outlined = element => {
            const style = getComputedStyle(element);
            return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
          };
          return [focused, ...(focused.labels ?? []), focused.closest(":focus-within[data-drop-zone]")].some(element => element && outlined(element))
            ? "" : focused.outerHTML.slice(0, 200);
        }
        """;

    /// <summary>Presses Tab until one of these has the focus, which must be visible at every stop.</summary>
    public static async Task TabTo(this Visit visit, ILocator wanted)
    {
        for (var stop = 0; stop < MostStops; stop++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            Assert.Equal("", await visit.Page.EvaluateAsync<string>(Unseen));
            if (await wanted.EvaluateAllAsync<bool>("all => all.includes(document.activeElement)")) return;
        }

        Assert.Fail($"{MostStops} times Tab did not lead to {wanted} on {visit.Page.Url}");
    }

    /// <summary>The same, and presses Enter there.</summary>
    public static async Task Enter(this Visit visit, ILocator wanted)
    {
        await visit.TabTo(wanted);
        await visit.Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>The same, and waits until the page that it leads to is there.</summary>
    public static async Task Follow(this Visit visit, ILocator wanted, string path)
    {
        await visit.Enter(wanted);
        // Asked again and again: to be told of the navigation, one may come too late.
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex(Regex.Escape(path).Replace(@"\*", ".*", StringComparison.Ordinal)), new() { Timeout = 30_000 });
    }

    /// <summary>The same, and types there.</summary>
    public static async Task Type(this Visit visit, string label, string text)
    {
        await visit.TabTo(visit.Page.GetByLabel(label));
        await visit.Page.Keyboard.TypeAsync(text);
    }
}
