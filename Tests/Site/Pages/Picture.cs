using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>Pictures of pages, kept below <c>artifacts/screenshots</c>.</summary>
internal static class Picture
{
    /// <summary>
    /// Takes one of the whole page. On a busy machine the browser now and then has no frame to give while a video plays: it is asked
    /// again.
    /// </summary>
    public static Task Shoot(this IPage page, params string[] name)
    {
        var path = Repository.Artifact(["screenshots", .. name]);
        return Eventually.True($"the browser gives the picture {path}", TimeSpan.FromSeconds(30), async () =>
        {
            try
            {
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true, Animations = ScreenshotAnimations.Disabled });
                return true;
            }
            catch (PlaywrightException e) when (e.Message.Contains("Unable to capture screenshot", StringComparison.Ordinal))
            {
                return false;
            }
        });
    }
}
