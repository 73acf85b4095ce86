using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Streaming;

/// <summary>W4: a crowd of viewers who seek, overlap and leave at will; afterwards every token is there, and not one more.</summary>
[Trait("Set", "Long")]
[Trait("Needs", "ffmpeg")]
public sealed class StreamStormTests
{
    private const int Tokens = 6;
    private const int Viewers = 24;
    private const int RequestsEach = 150;
    private static readonly TimeSpan AllBack = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Tokens_AfterAStorm_AreAllThereAndNoMore()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .With("Streaming:MaxStreams", $"{Tokens}").With("Streaming:Linger", "00:00:01").With("Streaming:StallHold", "00:00:05"));
        using var owner = await site.NewMember();
        var id = await owner.CreateDraft();
        (await owner.Upload(id, await PaddedFilm.OfLength(32 << 20))).Expect(201);
        await owner.WaitForState(id, "ready");

        await Task.WhenAll(Enumerable.Range(0, Viewers).Select(seed => Roam(site, id, new Random(seed))));

        var playing = new List<(SiteClient Viewer, HttpResponseMessage Response)>();
        for (var i = 0; i < Tokens; i++)
            playing.Add(await Enter(site, id));
        using var late = site.NewGuest();
        (await late.Play(id)).Expect(429, "streams-exhausted");
        foreach (var (viewer, response) in playing)
        {
            response.Dispose();
            viewer.Dispose();
        }

        Assert.InRange(site.Memory.Peak, 1, 400_000_000);
    }

    private static async Task Roam(SiteProcess site, string id, Random random)
    {
        using var viewer = site.NewGuest();
        for (var i = 0; i < RequestsEach; i++)
        {
            var from = random.Next(32 << 20);
            using var response = await viewer.Open(HttpMethod.Get, $"/videos/{id}", null, ("Range", $"bytes={from}-"));
            Assert.Contains((int)response.StatusCode, new[] { 206, 429 });
            if (random.Next(3) > 0) _ = await response.Content.ReadAsStream().ReadAsync(new byte[random.Next(1, 200_000)]);
        }
    }

    private static async Task<(SiteClient Viewer, HttpResponseMessage Response)> Enter(SiteProcess site, string id)
    {
        var viewer = site.NewGuest();
        var response = await Eventually.Get("another token comes back", AllBack, async () =>
        {
            var answer = await viewer.Open(HttpMethod.Get, $"/videos/{id}", null, ("Range", "bytes=0-"));
            if ((int)answer.StatusCode == 206) return answer;
            answer.Dispose();
            return null;
        });
        return (viewer, response);
    }
}
