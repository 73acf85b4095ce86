using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Streaming;

/// <summary>Each refusal names its rule, and when to come back. Viewers come by way of a proxy, each test's from addresses of their own.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class ViewerLimitTests(LimitedViewersSite house) : IClassFixture<LimitedViewersSite>, IAsyncLifetime
{
    private static readonly TimeSpan TwoPlaceLives = TimeSpan.FromSeconds(6);
    private readonly List<(SiteClient Viewer, string Address)> _viewers = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        using var admin = await house.Site.Admin();
        foreach (var (viewer, address) in _viewers)
        {
            foreach (var film in new[] { house.Film, house.OtherFilm }) await Leave(viewer, film, address);
            viewer.Dispose();
        }

        await admin.HeldBecomes(0);
    }

    [Fact]
    public async Task Viewer_WithAsManyPlaybacksAsOneMayHave_IsRefusedByThatRule()
    {
        var viewer = Arrives("203.0.113.1");
        (await Play(viewer, house.Film, "203.0.113.1")).Expect(206);

        var refused = (await Play(viewer, house.OtherFilm, "203.0.113.1")).Expect(429, "viewer-limit");

        Assert.InRange(refused.RetryAfter!.Value, 1, 60);
        (await Queue(viewer, house.OtherFilm, "203.0.113.1")).Expect(404, "not-found"); // No queue helps against one's own playbacks.
        await Leave(viewer, house.Film, "203.0.113.1");
        (await Play(viewer, house.OtherFilm, "203.0.113.1")).Expect(206);
    }

    [Fact]
    public async Task Address_WithAsManyPlaybacksAsOneMayHave_IsRefusedByThatRule()
    {
        foreach (var _ in new[] { 1, 2 }) (await Play(await ArrivesByThePage("203.0.113.2"), house.Film, "203.0.113.2")).Expect(206);

        var refused = (await Play(await ArrivesByThePage("203.0.113.2"), house.Film, "203.0.113.2")).Expect(429, "address-limit");

        Assert.InRange(refused.RetryAfter!.Value, 1, 60);
        (await Play(Arrives("203.0.113.3"), house.Film, "203.0.113.3")).Expect(206);
    }

    /// <summary>What a client says of itself before the proxy does is not believed.</summary>
    [Fact]
    public async Task Address_IsTheOneThatTheProxySaw()
    {
        foreach (var made in new[] { "198.51.100.1", "198.51.100.2" })
            (await Play(await ArrivesByThePage(made + ", 203.0.113.4"), house.Film, made + ", 203.0.113.4")).Expect(206);

        (await Play(await ArrivesByThePage("198.51.100.3, 203.0.113.4"), house.Film, "198.51.100.3, 203.0.113.4")).Expect(429, "address-limit");
    }

    /// <summary>Another user agent is another playback, and no other viewer.</summary>
    [Fact]
    public async Task ClientsWithoutCookies_AreOneViewer_WhateverTheySayTheyAre()
    {
        (await Play(Arrives("203.0.113.5"), house.Film, "203.0.113.5")).Expect(206);
        (await Play(Arrives("203.0.113.5"), house.Film, "203.0.113.5")).Expect(429, "viewer-limit");
        (await Play(Arrives("203.0.113.5"), house.OtherFilm, "203.0.113.5")).Expect(429, "viewer-limit");
        (await Play(await ArrivesByThePage("203.0.113.5"), house.Film, "203.0.113.5")).Expect(206); // A browser behind the same address.
    }

    /// <summary>A customer of IPv6 has a /64 at least: its addresses are one.</summary>
    [Fact]
    public async Task AddressesOfOneNetwork_AreOne()
    {
        foreach (var host in new[] { "1", "ffff:2" })
            (await Play(await ArrivesByThePage($"2001:db8:0:7::{host}"), house.Film, $"2001:db8:0:7::{host}")).Expect(206);

        (await Play(await ArrivesByThePage("2001:db8:0:7::3"), house.Film, "2001:db8:0:7::3")).Expect(429, "address-limit");
        (await Play(await ArrivesByThePage("2001:db8:0:8::3"), house.Film, "2001:db8:0:8::3")).Expect(206);
    }

    [Fact]
    public async Task Place_ThatNobodyAsksFor_Lapses()
    {
        foreach (var i in new[] { 1, 2, 3, 4 }) (await Play(Arrives($"192.0.2.{i}"), house.Film, $"192.0.2.{i}")).Expect(206);
        var (silent, patient) = (Arrives("192.0.2.5"), Arrives("192.0.2.6"));
        (await Play(silent, house.Film, "192.0.2.5")).Expect(429, "streams-exhausted");
        (await Play(patient, house.Film, "192.0.2.6")).Expect(429, "streams-exhausted");
        Assert.Equal(2, await Place(patient, "192.0.2.6"));

        await Eventually.True("the next in line moves up", TwoPlaceLives, async () => await Place(patient, "192.0.2.6") == 1);

        (await Queue(silent, house.Film, "192.0.2.5")).Expect(404, "not-found");
    }

    private SiteClient Arrives(string address)
    {
        var viewer = house.Site.NewGuest();
        _viewers.Add((viewer, address));
        return viewer;
    }

    /// <summary>A browser, which has the cookie of a page with a player.</summary>
    private async Task<SiteClient> ArrivesByThePage(string address)
    {
        var viewer = Arrives(address);
        (await viewer.Get($"/watch/{house.Film}", ("X-Forwarded-For", address))).Expect(200);
        return viewer;
    }

    private static Task<Reply> Play(SiteClient viewer, string film, string address) =>
        viewer.Play(film, ("Range", "bytes=0-99"), ("X-Forwarded-For", address));

    private static Task<Reply> Queue(SiteClient viewer, string film, string address) =>
        viewer.Get($"/api/v1/videos/{film}/queue", ("X-Forwarded-For", address));

    private async Task<int> Place(SiteClient viewer, string address) =>
        (await Queue(viewer, house.Film, address)).Expect(200).Json.GetProperty("position").GetInt32();

    private static async Task Leave(SiteClient viewer, string film, string address)
    {
        var body = new StringContent("""{"state":"left"}""", System.Text.Encoding.UTF8, "application/json");
        (await viewer.Send(HttpMethod.Post, $"/api/v1/videos/{film}/playback", body, ("X-Forwarded-For", address))).Expect(204);
    }
}
