using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>W30: somebody can ask whether the site is well, and read how its API looks.</summary>
public sealed class HealthTests(SharedSite shared) : SiteTest(shared)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    public async Task OperationsRoute_Answers(string path)
    {
        using var guest = Site.NewGuest();
        (await guest.Get(path)).Expect(200);
    }

    [Fact]
    public async Task UnknownApiRoute_IsAProblemDocument()
    {
        using var guest = Site.NewGuest();
        (await guest.Get("/api/v1/nothing-here")).Expect(404, "not-found");
    }

    /// <summary>W30: nothing that these tests do is an error of the site.</summary>
    [Theory]
    [InlineData("/api/v1/admin/streams")]
    [InlineData("/admin")]
    [InlineData("/admin/orleans")]
    public async Task Administration_IsClosedToOthers(string path)
    {
        using var guest = Site.NewGuest();
        using var member = await Site.NewMember();

        Assert.Contains((await guest.Get(path)).Status, new[] { 302, 401, 404 });
        Assert.Contains((await member.Get(path)).Status, new[] { 302, 403, 404 });
    }
}
