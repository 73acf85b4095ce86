using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Tiers;

/// <summary>The site in two tiers is the same site; each tier has its own part of it.</summary>
[Trait("Needs", "postgres")]
public sealed class TwoTierTests(TwoTiers site) : IClassFixture<TwoTiers>
{
    private static readonly TimeSpan TokenBack = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Film_PlaysThroughThePages_WholeAndInParts()
    {
        using var guest = site.Pages.NewGuest();

        var whole = await Plays(guest, null);
        Assert.Equal(site.Bytes, whole.Expect(200).Body);
        var etag = whole.Headers.ETag!.ToString();
        var part = (await guest.Play(site.Film, ("Range", "bytes=1000-1999"), ("If-Range", etag))).Expect(206);

        Assert.Equal(site.Bytes[1000..2000], part.Body);
        Assert.Equal($"bytes 1000-1999/{site.Bytes.Length}", part.Header("Content-Range"));
        (await guest.Play(site.Film, ("If-None-Match", etag))).Expect(304);
        (await guest.PlayRange(site.Film, "99999999-")).Expect(416, "range-not-satisfiable");
        Assert.Equal(site.Bytes.Length, (await guest.Head($"/videos/{site.Film}")).Expect(200).ContentHeaders.ContentLength);
        (await guest.Get($"/watch/{site.Film}")).Expect(200);
    }

    /// <summary>The session that the pages gave is the one that the tier behind checks.</summary>
    [Fact]
    public async Task Upload_IsTheMembersOwn_AndItsRefusalsArrive()
    {
        using var member = await site.Pages.NewMember();
        using var guest = site.Pages.NewGuest();
        var draft = await member.CreateDraft(visibility: "private");

        (await guest.Upload(draft, [1, 2, 3])).Expect(401, "sign-in-required");
        (await member.Upload(draft, "MZ, a program and no film"u8.ToArray())).Expect(415, "type-not-allowed");
        (await member.Upload(draft, await SampleVideos.Mp4FastStartAsync())).Expect(201);
        await member.WaitForState(draft, "ready");

        (await guest.Play(draft)).Expect(404, "not-found");
        (await member.Head($"/videos/{draft}")).Expect(200);
        (await member.Delete($"/api/v1/videos/{draft}")).Expect(202);
        (await member.Play(draft)).Expect(410, "gone");
    }

    /// <summary>Each tier counts what it answers itself, by the address that the proxy in front of the pages names.</summary>
    [Fact]
    public async Task UnknownIds_AreLimitedOnTheTierThatAnswers()
    {
        using var guest = site.Pages.NewGuest();
        var stranger = ("X-Forwarded-For", "198.51.100.7");

        for (var count = 0; count < 60; count++) (await guest.Play($"{Guid.NewGuid()}", stranger)).Expect(404, "not-found");

        var refused = (await guest.Play($"{Guid.NewGuid()}", stranger)).Expect(429, "rate-limited");
        Assert.InRange(refused.RetryAfter!.Value, 1, 60);
        (await guest.Get($"/posters/{site.Film}.jpg", stranger)).Expect(429, "rate-limited");
        (await guest.Get($"/api/v1/videos/{Guid.NewGuid()}", stranger)).Expect(404, "not-found");
        (await guest.Play($"{Guid.NewGuid()}", ("X-Forwarded-For", "198.51.100.8"))).Expect(404, "not-found");
    }

    [Fact]
    public async Task FormUpload_LeadsBackToThePages()
    {
        using var member = await site.Pages.NewMember();
        var draft = await member.CreateDraft();
        await using var film = File.OpenRead(await SampleVideos.Mp4FastStartAsync());
        using var form = UploadCalls.FileForm(film, "film.mp4");

        var answer = (await member.Send(HttpMethod.Post, $"/upload/{draft}", form, ("Accept", "text/html"))).Expect(303);

        Assert.Equal("/userhome", answer.Header("Location"));
    }

    [Fact]
    public async Task RefusalToABrowser_IsAPageOfTheSite()
    {
        using var guest = site.Pages.NewGuest();

        var page = (await guest.Play(Guid.NewGuid().ToString(), ("Accept", "text/html"))).Expect(404);

        Assert.Equal("text/html", page.ContentHeaders.ContentType!.MediaType);
        Assert.Contains("it is not for you to see", page.Text, StringComparison.Ordinal);
    }

    /// <summary>The tier behind counts the viewers' own addresses, and those alone that the pages tier vouches for.</summary>
    [Fact]
    public async Task LimitPerAddress_CountsTheViewersAddress()
    {
        using var guest = site.Pages.NewGuest();
        await Plays(guest, "10.9.9.1");

        using var neighbour = site.Pages.NewGuest();
        using var stranger = site.Pages.NewGuest();
        (await neighbour.Play(site.Film, ("X-Forwarded-For", "10.9.9.1"))).Expect(429, "address-limit");
        (await stranger.Play(site.Film, ("X-Forwarded-For", "10.9.9.2"))).Expect(429, "streams-exhausted");
    }

    /// <summary>The tier behind knows that the right has ended; the connection to the pages, and through them the caller's, are reset.</summary>
    [Fact]
    public async Task VideoThatBecomesPrivate_EndsForAStrangerBehindThePages()
    {
        using var owner = await site.Pages.NewMember();
        var id = await owner.CreateDraft();
        (await owner.Upload(id, site.Bytes)).Expect(201);
        await owner.WaitForState(id, "ready");
        using var playing = await Eventually.Get("the token is free", TokenBack, async () => await SlowPlay.TryStart(site.Pages.Address, id));

        (await owner.Edit(id, new { visibility = "private" })).Expect(200);

        await playing.IsReset(TimeSpan.FromSeconds(12)); // Less than the stall's time, which would end this client as well.
        Assert.InRange(await playing.ReadRest(), 0, site.Bytes.Length / 2);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/account/login")]
    [InlineData("GET", "/admin")]
    [InlineData("GET", "/admin/orleans")]
    [InlineData("GET", "/userhome")]
    [InlineData("GET", "/api/v1/videos")]
    [InlineData("GET", "/api")]
    [InlineData("POST", "/api")]
    [InlineData("POST", "/api/v1/session")]
    [InlineData("GET", "/scalar")]
    [InlineData("GET", "/error/404")]
    public async Task StreamingFrontend_HasNoPages(string method, string path)
    {
        using var guest = new SiteClient(site.Streaming.Address);

        var answer = (await guest.Send(new HttpMethod(method), path, null, ("Accept", "text/html"))).Expect(404, "not-found");

        Assert.Null(answer.Header("Location"));
        Assert.Null(answer.Header("Allow"));
    }

    [Fact]
    public async Task StreamingFrontend_SendsNobodyToSignIn()
    {
        using var guest = new SiteClient(site.Streaming.Address);

        (await guest.Send(HttpMethod.Post, $"/upload/{site.Film}", null, ("Accept", "text/html"))).Expect(401, "sign-in-required");
        (await guest.Get("/health/ready")).Expect(200);
        (await guest.Head($"/videos/{site.Film}")).Expect(200);
    }

    private async Task<Reply> Plays(SiteClient viewer, string? address) => await Eventually.Get("the token is free", TokenBack, async () =>
    {
        var reply = await (address is null ? viewer.Play(site.Film) : viewer.Play(site.Film, ("X-Forwarded-For", address)));
        return reply.Status == 200 ? reply : null;
    });
}
