using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Streaming;

/// <summary>A session's cookie is renewed when half of its life is over, with whatever answer comes then; half a minute is the shortest.</summary>
[Trait("Needs", "ffmpeg")]
[Trait("Set", "Long")]
public sealed class RenewedCookieTests
{
    [Fact]
    public async Task Answer_ThatRenewsACookie_IsKeptByNobody_ThoughTheFilmIsForAll()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Accounts:SessionLife", "00:01:00"));
        using var member = await site.NewMember();
        var id = await member.Publish(await SampleVideos.Mp4FastStartAsync());

        var renewing = await Eventually.Get("the cookie is renewed", TimeSpan.FromSeconds(55), async () =>
        {
            var reply = (await member.PlayRange(id, "0-9")).Expect(206);
            if (reply.Header("Set-Cookie") is not null) return reply;
            Assert.Equal("public, no-cache", reply.Header("Cache-Control"));
            return null;
        });

        Assert.Contains("no-store", renewing.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.DoesNotContain("public", renewing.Header("Cache-Control"), StringComparison.Ordinal);
    }
}
