using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Tiers;

/// <summary>The watch page beats at one frontend, its video comes from another.</summary>
[Trait("Needs", "postgres")]
public sealed class BeatTests(TwoTiers site) : IClassFixture<TwoTiers>
{
    private static readonly TimeSpan LongerThanTheLinger = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan ShorterThanTheLinger = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task PausedViewer_KeepsThePlaceByBeats_AndGivesItUpByLeaving()
    {
        using var viewer = site.Pages.NewGuest();
        using var other = site.Pages.NewGuest();
        (await viewer.Get($"/watch/{site.Film}")).Expect(200); // Which makes the browser one viewer.
        (await viewer.PlayRange(site.Film, "0-99")).Expect(206);

        await Beat(viewer, "paused");
        await Eventually.Always("the place is kept", LongerThanTheLinger, async () => (await other.Play(site.Film)).Status == 429);

        await Beat(viewer, "playing");
        (await viewer.PlayRange(site.Film, "0-99")).Expect(206); // Now both tiers hold the lease.
        await Beat(viewer, "left");
        await Eventually.True("the place is free at once", ShorterThanTheLinger, async () =>
            (await other.PlayRange(site.Film, "0-99")).Status == 206);

        await Beat(viewer, "playing"); // A page that stands open asks for nothing.
        (await viewer.PlayRange(site.Film, "0-99")).Expect(429);
    }

    private async Task Beat(SiteClient viewer, string state) =>
        (await viewer.Post($"/api/v1/videos/{site.Film}/playback", new { state, position = 1.5 })).Expect(204);
}
