using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>What somebody does, and sees, on the page of a video.</summary>
public static class Watching
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    public static ILocator Player(this Visit visit) => visit.Page.Locator("video[data-playback]");

    /// <summary>The words below the player.</summary>
    public static ILocator Notice(this Visit visit) => visit.Page.Locator("[data-notice]");

    /// <summary>Opens the page and plays.</summary>
    public static async Task Watch(this Visit visit, string film)
    {
        await visit.Page.GotoAsync($"/watch/{film}");
        await visit.Play();
        await visit.TimeReaches(0.3);
    }

    public static Task Play(this Visit visit) =>
        visit.Player().EvaluateAsync("video => { video.muted = true; return video.play(); }").WaitAsync(Soon);

    public static Task Pause(this Visit visit) => visit.Player().EvaluateAsync("video => video.pause()");

    /// <summary>Seeks, and fails when the player does, or does not get there soon, or gets elsewhere.</summary>
    public static async Task Seek(this Visit visit, double seconds)
    {
        await visit.Player().EvaluateAsync(
            """
            (video, seconds) => new Promise((done, fail) => {
              video.onseeked = done;
              video.onerror = () => fail(video.error.message);
              video.currentTime = seconds;
            })
            """, seconds).WaitAsync(Soon);
        Assert.InRange(await visit.Time(), seconds - 0.1, seconds + 3);
    }

    public static Task<double> Time(this Visit visit) => visit.Player().EvaluateAsync<double>("video => video.currentTime");

    public static Task<bool> HasEnded(this Visit visit) => visit.Player().EvaluateAsync<bool>("video => video.ended");

    public static Task<bool> HasFailed(this Visit visit) => visit.Player().EvaluateAsync<bool>("video => video.error !== null");

    public static Task<TimeSpan> TimeReaches(this Visit visit, double seconds) => visit.TimeReaches(seconds, Soon);

    public static Task<TimeSpan> TimeReaches(this Visit visit, double seconds, TimeSpan within) =>
        Eventually.True($"the playback reaches {seconds} s", within, async () => await visit.Time() >= seconds);

    /// <summary>Waits until the page says which number in the queue its viewer is.</summary>
    public static Task ShowsPlace(this Visit visit, int place) => Assertions.Expect(visit.Notice()).ToContainTextAsync(
        $"The house is full. You are number {place} in the queue. Playback starts by itself when it is your turn.",
        new LocatorAssertionsToContainTextOptions { Timeout = (float)Soon.TotalMilliseconds });
}
