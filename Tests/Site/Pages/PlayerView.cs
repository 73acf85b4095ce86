using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>The site's own player around the element, as somebody sees it.</summary>
public static class PlayerView
{
    private const float Soon = 30_000;

    /// <summary>Notes from here on how far the pages' parts move by themselves (Layout Instability API).</summary>
    public static Task NoteShifts(this Visit visit) => visit.Page.AddInitScriptAsync(
        """
        window.shift = 0;
        new PerformanceObserver(list => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        """);

    public static Task<double> Shift(this Visit visit) => visit.Page.EvaluateAsync<double>("() => window.shift");

    /// <summary>Opens the page, and waits for its player.</summary>
    public static async Task OpenPlayer(this Visit visit, string path)
    {
        await visit.Page.GotoAsync(path);
        await Assertions.Expect(visit.Page.Locator("media-player[data-can-play]"))
            .ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Soon });
    }

    /// <summary>Waits until something is true of the element.</summary>
    /// <param name="visit">The visitor.</param>
    /// <param name="claim">An expression about <c>video</c>.</param>
    public static Task Sees(this Visit visit, string claim) =>
        Eventually.True(claim, TimeSpan.FromMilliseconds(Soon), () => visit.Player().EvaluateAsync<bool>($"video => Boolean({claim})"));

    /// <summary>Presses a key, then waits until something is true of the element.</summary>
    public static async Task Press(this Visit visit, string key, string claim)
    {
        await visit.Page.Keyboard.PressAsync(key);
        await visit.Sees(claim);
    }
}
