using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Tiers;

/// <summary>The streaming tier dies and comes back.</summary>
[Trait("Needs", "postgres")]
public sealed class TierFailureTests(TwoTiers site) : IClassFixture<TwoTiers>
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task DeadStreamingTier_LeavesPages_AndComesBackByItself()
    {
        using var guest = site.Pages.NewGuest();
        using var member = await site.Pages.NewMember();
        var draft = await member.CreateDraft();

        await site.Streaming.KillHard();

        (await guest.Play(site.Film)).Expect(503, "cluster-unavailable");
        Assert.NotNull((await member.Upload(draft, [1])).Expect(503, "cluster-unavailable").RetryAfter);
        Assert.Equal("text/html", (await guest.Play(site.Film, ("Accept", "text/html"))).Expect(503).ContentHeaders.ContentType!.MediaType);
        (await guest.Get($"/watch/{site.Film}")).Expect(200);
        await Eventually.True("readiness tells", Noticed, async () =>
            (await guest.Get("/health/ready")).Expect(200).Json.GetProperty("checks").GetProperty("streaming-tier").GetProperty("status").GetString() == "Degraded");
        Assert.Contains("the streaming tier failed", site.Pages.Log.Text, StringComparison.Ordinal);

        await site.Streaming.Restart();
        (await guest.Head($"/videos/{site.Film}")).Expect(200);
        await Eventually.True("readiness tells", Noticed, async () =>
            (await guest.Get("/health/ready")).Expect(200).Json.GetProperty("status").GetString() == "Healthy");
    }
}
