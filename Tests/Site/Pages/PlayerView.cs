using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>The site's own player around the element, as somebody sees it.</summary>
public static class PlayerView
{
    private const float Soon = 30_000;

    /// <summary>Opens the page, shows that somebody is there, and waits for the player.</summary>
    public static async Task OpenPlayer(this Visit visit, string path)
    {
        await visit.Page.GotoAsync(path);
        await visit.Page.Locator("body").WakePlayer();
    }

    /// <summary>Points at a page's film until the player has come, which it does once somebody is there to use it.</summary>
    public static async Task WakePlayer(this ILocator body)
    {
        var x = 40;
        await Eventually.True("the player has come", TimeSpan.FromMilliseconds(Soon), async () =>
        {
            x ^= 1;
            await body.Locator(".player").HoverAsync(new LocatorHoverOptions { Position = new Position { X = x, Y = 90 } });
            return await body.Locator("media-player[data-can-play]").IsVisibleAsync();
        });
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
