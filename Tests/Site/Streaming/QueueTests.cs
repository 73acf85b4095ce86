using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Streaming;

/// <summary>Who is refused in a full house has a place, and keeps it by asking.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class QueueTests(OneTokenSite house) : IClassFixture<OneTokenSite>
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Viewer_WhoWasNotRefused_HasNoPlace()
    {
        using var guest = house.Site.NewGuest();

        (await guest.Queue(house.Film)).Expect(404, "not-found");
        (await guest.Queue(Guid.NewGuid().ToString())).Expect(404, "not-found");
    }

    [Fact]
    public async Task Refused_GetInInTheOrderInWhichTheyCame()
    {
        using var holder = await Holder();
        using var first = await Refused();
        using var second = await Refused();
        Assert.Equal((1, 2), (await first.Place(house.Film), await second.Place(house.Film)));
        (await second.Play(house.Film)).Expect(429, "streams-exhausted"); // Asking for the film gains nobody a place.
        Assert.Equal((1, 2), (await first.Place(house.Film), await second.Place(house.Film)));

        await holder.Beat(house.Film, "left");
        await BecomesFirst(first);
        using var newcomer = await Refused();
        (await second.Play(house.Film)).Expect(429, "streams-exhausted");
        Assert.Equal((0, 2, 3), (await first.Place(house.Film), await second.Place(house.Film), await newcomer.Place(house.Film)));

        (await first.PlayRange(house.Film, "0-99")).Expect(206);
        Assert.Equal((1, 2), (await second.Place(house.Film), await newcomer.Place(house.Film)));
        await first.Beat(house.Film, "left");
        await BecomesFirst(second);
        await second.Beat(house.Film, "left"); // Who leaves gives the place up, and with it the turn.
        await BecomesFirst(newcomer);
        (await newcomer.PlayRange(house.Film, "0-99")).Expect(206);
        await newcomer.Beat(house.Film, "left");
    }

    [Fact]
    public async Task Answer_SaysWhenToAskAgain_EarlyEnoughToKeepThePlace()
    {
        using var holder = await Holder();
        using var waiting = await Refused();

        var place = (await waiting.Queue(house.Film)).Expect(200);

        Assert.InRange(place.Json.GetProperty("retryAfter").GetInt32(), 1, 5);
        Assert.Equal("no-store", place.Header("Cache-Control"));
        await holder.Beat(house.Film, "left");
        await BecomesFirst(waiting);
        Assert.Equal(0, (await waiting.Queue(house.Film)).Json.GetProperty("retryAfter").GetInt32());
        await waiting.Beat(house.Film, "left");
    }

    /// <summary>The stream ends though its viewer does nothing, and nobody is let in again.</summary>
    [Fact]
    public async Task VideoInTheTrash_EndsItsPlayback()
    {
        using var owner = await house.Site.NewMember("owner");
        using var admin = await house.Site.Admin();
        using var viewer = house.Site.NewGuest();
        var film = await owner.CreateDraft();
        (await owner.Upload(film, await PaddedFilm.OfLength(OneTokenSite.Length))).Expect(201);
        await owner.WaitForState(film, "ready");
        await Eventually.True("the token is free", TimeSpan.FromSeconds(20), async () => (await viewer.PlayRange(film, "0-99")).Status == 206);
        using var running = await Download.Start(await viewer.Open(HttpMethod.Get, $"/videos/{film}"));
        await viewer.Beat(film, "playing"); // So that it is not taken for stalled.

        (await owner.Trash(film)).Expect(202);

        await Eventually.True("the token is free", Moment, async () => (await admin.Streams()).GetProperty("held").GetInt32() == 0);
        Assert.False(await running.ReadToEnd());
        (await viewer.Play(film)).Expect(410, "gone");
        (await viewer.Queue(film)).Expect(410, "gone");
    }

    /// <summary>Somebody whose playback is on, by the beats of a page, until they leave.</summary>
    private async Task<SiteClient> Holder()
    {
        var viewer = house.Site.NewGuest();
        await Eventually.True("the token is free", TimeSpan.FromSeconds(20), async () => (await viewer.PlayRange(house.Film, "0-99")).Status == 206);
        await viewer.Beat(house.Film, "playing");
        return viewer;
    }

    private async Task<SiteClient> Refused()
    {
        var viewer = house.Site.NewGuest();
        (await viewer.Play(house.Film)).Expect(429, "streams-exhausted");
        return viewer;
    }

    private Task<TimeSpan> BecomesFirst(SiteClient viewer) =>
        Eventually.True("it is this viewer's turn", Moment, async () => await viewer.Place(house.Film) == 0);
}
