using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.WebFrontend.Security;

public sealed class HeaderTests(SharedSite shared) : SiteTest(shared)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/account/login")]
    [InlineData("/api/v1/videos")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/error/404")]
    public async Task EveryAnswer_IsStrictAboutScriptsFramesAndTypes(string path)
    {
        using var guest = Site.NewGuest();
        var reply = await guest.Get(path);

        var policy = reply.Header("Content-Security-Policy")!;
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("object-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", reply.Header("X-Content-Type-Options"));
        Assert.NotNull(reply.Header("Referrer-Policy"));
        Assert.Equal("same-origin", reply.Header("Cross-Origin-Resource-Policy"));
        Assert.Null(reply.Header("Strict-Transport-Security")); // Over HTTP a browser would not believe it.
        Assert.Null(reply.Header("Server"));
    }

    [Fact]
    public async Task Dashboard_IsForAdminsAlone()
    {
        using var guest = Site.NewGuest();
        using var member = await Site.NewMember();
        using var admin = await Site.Admin();
        var browser = ("Accept", "text/html");

        Assert.Equal("/account/login?returnUrl=%2Fadmin%2Forleans",
            new Uri(Site.Address, (await guest.Get("/admin/orleans", browser)).Expect(302).Header("Location")!).PathAndQuery);
        (await guest.Get("/admin/orleans/DashboardCounters")).Expect(401, "sign-in-required");
        (await member.Get("/admin/orleans", browser)).Expect(403);
        (await member.Get("/admin/orleans/DashboardCounters")).Expect(403, "not-yours");
        (await admin.Get("/admin/orleans/", browser)).Expect(200);
    }

    [Fact]
    public async Task Reference_CarriesANonceOfItsOwnEachTime()
    {
        using var guest = Site.NewGuest();
        var first = (await guest.Get("/scalar/")).Expect(200);
        var second = (await guest.Get("/scalar/")).Expect(200);

        Assert.Contains("nonce-", first.Header("Content-Security-Policy")!, StringComparison.Ordinal);
        Assert.NotEqual(first.Header("Content-Security-Policy"), second.Header("Content-Security-Policy"));
    }
}
