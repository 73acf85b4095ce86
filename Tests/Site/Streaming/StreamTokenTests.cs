using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Streaming;

/// <summary>W4, W23: one token is one playback; however its requests end, it comes back.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class StreamTokenTests(OneTokenSite house) : IClassFixture<OneTokenSite>
{
    private static readonly TimeSpan TokenBack = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task SecondViewer_WhenTheHouseIsFull_IsToldWhenToComeBack()
    {
        using var first = await Enter();
        using var second = house.Site.NewGuest();

        var refused = (await second.Play(house.Film)).Expect(429, "streams-exhausted");

        Assert.InRange(refused.RetryAfter!.Value, 1, 60);
        await GetsIn(second);
    }

    [Fact]
    public async Task Seeks_OverlappingAndCutOff_HoldOneTokenAndNeverFail()
    {
        using var viewer = await Enter();
        using var other = house.Site.NewGuest();

        for (var seek = 0; seek < 12; seek++)
        {
            using var cut = await Open(viewer, $"{seek * 1_000_000}-");
            using var overlapping = await Open(viewer, $"{seek * 2_000_000}-");
            await cut.Content.ReadAsStream().ReadExactlyAsync(new byte[1000]);
            (await other.Play(house.Film)).Expect(429, "streams-exhausted");
        }

        (await viewer.PlayRange(house.Film, "5000-5999")).Expect(206);
        await GetsIn(other);
    }

    [Fact]
    public async Task Token_ComesBackAfterTheLinger_HoweverTheRequestEnded()
    {
        foreach (var end in new Func<SiteClient, Task>[] { ReadWhole, CutOff })
        {
            using (var viewer = await Enter())
                await end(viewer);
        }

        await ResetConnection();
        using var last = await Enter();
    }

    /// <summary>What is refused, unchanged or without a body needs no token, and gets its own answer in a full house.</summary>
    [Fact]
    public async Task AnswersWithoutBytes_TakeNoToken()
    {
        using var viewer = await Enter();
        using var playing = await Open(viewer, "0-");
        using var guest = house.Site.NewGuest();

        var etag = (await guest.Head($"/videos/{house.Film}")).Expect(200).Headers.ETag!.ToString();
        (await guest.Play(house.Film, ("If-None-Match", etag))).Expect(304);
        (await guest.Play(house.Film, ("If-Match", "\"other\""))).Expect(412);
        (await guest.PlayRange(house.Film, "99999999999-")).Expect(416);
        (await guest.Play(Guid.NewGuid().ToString())).Expect(404);
        (await guest.Get($"/watch/{house.Film}")).Expect(200);
        (await guest.Play(house.Film)).Expect(429, "streams-exhausted");
    }

    [Fact]
    public async Task Playback_ThatRuns_IsNotCutByTheCrowdAtTheDoor()
    {
        using var viewer = await Enter();
        using var playing = await Open(viewer, "0-");
        await using var stream = await playing.Content.ReadAsStreamAsync();
        using var crowd = house.Site.NewGuest();
        var part = new byte[OneTokenSite.Length / 16];

        for (var i = 0; i < 16; i++)
        {
            await stream.ReadExactlyAsync(part);
            (await crowd.Play(house.Film)).Expect(429);
        }

        Assert.Equal(0, await stream.ReadAsync(part));
    }

    /// <summary>A guest who waits at the door until the token is theirs.</summary>
    private async Task<SiteClient> Enter()
    {
        var viewer = house.Site.NewGuest();
        await GetsIn(viewer);
        return viewer;
    }

    private Task<TimeSpan> GetsIn(SiteClient client) => Eventually.True("the token comes back", TokenBack, async () =>
    {
        var reply = await client.PlayRange(house.Film, "0-99");
        if (reply.Status != 206) reply.Expect(429, "streams-exhausted");
        return reply.Status == 206;
    });

    private async Task<HttpResponseMessage> Open(SiteClient viewer, string range)
    {
        var response = await viewer.Open(HttpMethod.Get, $"/videos/{house.Film}", null, ("Range", "bytes=" + range));
        Assert.Equal(206, (int)response.StatusCode);
        return response;
    }

    private async Task ReadWhole(SiteClient viewer) =>
        Assert.Equal(OneTokenSite.Length, (await viewer.Play(house.Film)).Expect(200).Body.Length);

    private async Task CutOff(SiteClient viewer)
    {
        using var playing = await Open(viewer, "1000-");
        await playing.Content.ReadAsStream().ReadExactlyAsync(new byte[100_000]);
    }

    /// <summary>A client without cookies, whose connection is reset in the middle of the film.</summary>
    private async Task ResetConnection()
    {
        var agent = $"raw-{Guid.NewGuid():N}";
        await Eventually.True("the raw client plays", TokenBack, async () =>
        {
            using var http = await RawHttp.Connect(house.Site);
            await http.Send($"GET /videos/{house.Film} HTTP/1.1\r\nHost: 127.0.0.1:{house.Site.Port}\r\nUser-Agent: {agent}\r\n\r\n");
            var status = RawHttp.StatusOf(await http.ReadHead());
            http.Abort();
            return status == 200;
        });
    }
}
