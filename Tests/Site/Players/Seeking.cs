using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.Site.Pages;

namespace OrleansVideo.Tests.Site.Players;

/// <summary>Seeks in the film whose pictures tell the time: each is as bright as the film is old.</summary>
internal static class Seeking
{
    private const double Length = 120;
    private const double White = 255;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    /// <summary>How far the mean of a noisy picture may be off: some six seconds.</summary>
    private const double Tolerance = 12;

    /// <summary>
    /// Goes on and back, far from what has been loaded; each time the player is where it was asked to be, shows the picture of that
    /// time, and plays on.
    /// </summary>
    public static async Task SeeksFourTimes(this Visit visit)
    {
        foreach (var seconds in new[] { 90, 12, 110, 45 })
        {
            await visit.Seek(seconds);
            await Eventually.True($"the picture of second {seconds} is shown", Soon, async () =>
            {
                var (time, brightness) = await visit.Picture();
                return Math.Abs(brightness - White * time / Length) < Tolerance;
            });
            await visit.TimeReaches(seconds + 0.5);
        }

        Assert.False(await visit.HasFailed());
    }

    /// <summary>The playback's time, and the mean brightness of what is shown; below zero while there is no picture.</summary>
    private static async Task<(double Time, double Brightness)> Picture(this Visit visit)
    {
        var seen = await visit.Player().EvaluateAsync<double[]>(
            """
            video => {
              if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return [video.currentTime, -1000];
              const canvas = new OffscreenCanvas(32, 18).getContext("2d");
              canvas.drawImage(video, 0, 0, 32, 18);
              const reds = canvas.getImageData(0, 0, 32, 18).data.filter((_, i) => i % 4 === 0);
              return [video.currentTime, reds.reduce((sum, red) => sum + red, 0) / reds.length];
            }
            """);
        return (seen[0], seen[1]);
    }
}
