using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.Site.Pages;

namespace OrleansVideo.Tests.Site.Players;

/// <summary>W4: with a single stream token in the house, all requests of one player share it, and nobody else gets in.</summary>
[Collection(PlayersCollection.Name)]
[Trait("Needs", "ffmpeg")]
public sealed class OneTokenPlayersTests(PlayersSite house, Chromium chromium) : PlayersTest(house), IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Result = "film.mp4";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly ShownFilm _film = house.Film("fast");
    private readonly SiteClient _other = house.Site.NewGuest();

    public async ValueTask InitializeAsync()
    {
        await House.Admin.HeldBecomes(0);
        (await House.Admin.SetCapacity(1)).Expect(200);
    }

    public async ValueTask DisposeAsync()
    {
        await _other.Beat(_film.Id, "left");
        _other.Dispose();
        (await House.Admin.SetCapacity(null)).Expect(200);
        Dispose();
    }

    /// <summary>A client without cookies: it is its address and user agent.</summary>
    [Fact, Trait("Needs", "aria2")]
    public async Task Aria2_OverManyConnections_GetsTheFilm()
    {
        var address = _film.AddressFor("aria2-alone");

        var download = Run("aria2c", [.. Aria2.Options, "--max-overall-download-limit=10M", "-o", Result, address]);
        await Eventually.True("it asks over several connections", Soon, () => FilmRequests.SoFar(House.Site.Log, address).MostAtOnce >= 4);
        (await _other.PlayRange(_film.Id, "0-99")).Expect(429, "streams-exhausted");
        await download;

        await _film.AssertSameAs(Folder.Combine(Result));
        Assert.All((await RequestsFor(address)).Answers, answer => Assert.Contains(answer.Status, new[] { 200, 206 }));
    }

    [Fact, Trait("Needs", "chromium")]
    public async Task Chromium_WithSeeks_PlaysOn()
    {
        await using var visit = await chromium.Visit(House.Site.Address, "players-one-token");

        await visit.Watch(_film.Id);
        (await _other.PlayRange(_film.Id, "0-99")).Expect(429, "streams-exhausted");
        await visit.SeeksFourTimes();
        (await _other.PlayRange(_film.Id, "0-99")).Expect(429, "streams-exhausted");

        visit.AssertNoComplaint();
    }
}
