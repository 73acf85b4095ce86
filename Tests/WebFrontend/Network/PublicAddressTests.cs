using System.Net;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.WebFrontend.Network;

namespace OrleansVideo.Tests.WebFrontend.Network;

/// <summary>A site behind a proxy that ends TLS, which knows the address by which people reach it.</summary>
public sealed class AddressedSite : IAsyncLifetime
{
    public const string PublicUrl = "https://videos.example";

    public SiteProcess Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await SiteProcess.StartAsync(
        SiteSettings.Roomy.With("Network:PublicUrl", PublicUrl + "/").With("Network:KnownProxies", "127.0.0.1"));

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}

/// <summary>What a site says of its own address, whatever callers say of it, and what it asks of browsers that come over HTTPS.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class PublicAddressTests(AddressedSite fixture, SharedSite shared) : SiteTest(shared), IClassFixture<AddressedSite>
{
    private static readonly (string, string) Page = ("Accept", "text/html");
    private static readonly (string, string) Hostile = ("Host", "evil.example");
    private static readonly (string, string) Secure = ("X-Forwarded-Proto", "https");

    [Theory]
    [InlineData("/"), InlineData("/feed.xml"), InlineData("/watch/{id}"), InlineData("/embed/{id}"), InlineData("/openapi/v1.json")]
    [InlineData("/userhome"), InlineData("/admin/orleans"), InlineData("/account/login?returnUrl=%2Fuserhome")]
    public async Task HostOfTheRequest_IsInNoAnswer(string path)
    {
        using var owner = await fixture.Site.NewMember();
        var id = await owner.Publish(await SampleVideos.Mp4FastStartAsync(), "Seen by its own address");
        using var guest = fixture.Site.NewGuest();

        var reply = await guest.Get(path.Replace("{id}", id, StringComparison.Ordinal), Hostile, Page);

        Assert.InRange(reply.Status, 200, 302);
        Assert.DoesNotContain("evil", reply.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("evil", reply.Header("Location") ?? "", StringComparison.OrdinalIgnoreCase);
        if (path is "/feed.xml" or "/watch/{id}") Assert.Contains($"{AddressedSite.PublicUrl}/watch/{id}", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_ToSignIn_IsAPathOfThisSite()
    {
        using var guest = Site.NewGuest();

        Assert.Equal("/account/login?returnUrl=%2Fuserhome", (await guest.Get("/userhome", Hostile, Page)).Expect(302).Header("Location"));
    }

    [Fact]
    public async Task Start_WarnsOnce_WhenNoAddressIsSet()
    {
        Assert.DoesNotContain("PublicUrl", fixture.Site.Log.Text, StringComparison.Ordinal);
        await using var bare = await SiteProcess.StartAsync(SiteSettings.Roomy);
        Assert.Single(bare.Log.Text.Split('\n'), line => line.Contains("OrleansVideo:Network:PublicUrl is not set", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("videos.example"), InlineData("ftp://videos.example"), InlineData("https://videos.example/sub"), InlineData("https://a:b@videos.example")]
    [InlineData("https://videos.example?x"), InlineData("/"), InlineData("https://")]
    public void Address_ThatIsNone_IsRefusedAtStart(string address)
    {
        var checkedOptions = new NetworkOptionsValidator().Validate(null, new() { PublicUrl = address });
        Assert.Contains("OrleansVideo:Network:PublicUrl", Assert.Single(checkedOptions.Failures!), StringComparison.Ordinal);
    }

    /// <summary>A proxy may replace the host: then the page's own origin is the public one.</summary>
    [Fact]
    public async Task Write_FromThePublicAddress_IsNotCrossSite()
    {
        using var guest = fixture.Site.NewGuest();
        async Task<Reply> Prefer(string origin) => await guest.Send(HttpMethod.Post, "/preferences",
            new FormUrlEncodedContent([KeyValuePair.Create("theme", "dark")]), ("Origin", origin), ("Host", "internal"));

        (await Prefer(AddressedSite.PublicUrl)).Expect(303);
        (await Prefer("https://evil.example")).Expect(403, "cross-site");
    }

    [Fact]
    public async Task OverHttps_BrowsersAreToldToStayThere_AndOverHttpNot()
    {
        using var guest = fixture.Site.NewGuest();

        Assert.Equal("max-age=2592000", (await guest.Get("/", ("Host", "videos.example"), Secure)).Expect(200).Header("Strict-Transport-Security"));
        Assert.Null((await guest.Get("/", ("Host", "videos.example"))).Expect(200).Header("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Cookies_OverHttps_AreOfThisHostAlone_AndOlderOnesHoldUntilTheyExpire()
    {
        var site = fixture.Site;
        using var member = await site.NewMember();
        var id = await member.Publish(await SampleVideos.Mp4FastStartAsync());
        var plain = member.CookieHeader;
        Assert.Contains("orleansvideo-session=", plain, StringComparison.Ordinal);

        // Who signed in before keeps the session, and gets the stricter viewer's cookie with the same viewer in it.
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = site.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/watch/{id}");
        request.Headers.Add("Cookie", plain);
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var watched = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, watched.StatusCode);
        Assert.Contains("/account/logout", await watched.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using var signIn = new HttpRequestMessage(HttpMethod.Post, "/api/v1/session")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { userName = await member.UserName(), password = AccountCalls.Password }),
        };
        signIn.Headers.Add("X-Forwarded-Proto", "https");
        using var signedIn = await browser.SendAsync(signIn, TestContext.Current.CancellationToken);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"), value => value.StartsWith("__Host-orleansvideo-session=", StringComparison.Ordinal));
        Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);

        using var me = new HttpRequestMessage(HttpMethod.Get, "/api/v1/users/me");
        me.Headers.Add("Cookie", cookie.Split(';')[0]);
        me.Headers.Add("X-Forwarded-Proto", "https");
        using var known = await browser.SendAsync(me, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        Assert.Equal("no-store", known.Headers.CacheControl!.ToString());
        Assert.Contains("Cookie", known.Headers.Vary);
    }

    [Fact]
    public async Task SignOut_OverHttps_EndsBothCookies()
    {
        using var member = await fixture.Site.NewMember();

        var ended = (await member.Send(HttpMethod.Delete, "/api/v1/session", null, Secure)).Expect(204).Headers.GetValues("Set-Cookie").ToArray();

        Assert.Contains(ended, value => value.StartsWith("__Host-orleansvideo-session=;", StringComparison.Ordinal));
        Assert.Contains(ended, value => value.StartsWith("orleansvideo-session=;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Posters_MayBeShownElsewhere_AndNothingElse()
    {
        using var owner = await fixture.Site.NewMember();
        var id = await owner.Publish(await SampleVideos.Mp4FastStartAsync());

        Assert.Equal("same-origin", (await owner.Get($"/videos/{id}")).Expect(200).Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("cross-origin", (await owner.Get($"/posters/{id}.jpg")).Header("Cross-Origin-Resource-Policy"));
    }

    [Fact]
    public async Task Page_OfAVisitor_IsAskedForAgain_AndDiffersByCookieAndLanguage()
    {
        using var guest = fixture.Site.NewGuest();
        var reply = (await guest.Get("/")).Expect(200);
        Assert.Equal("no-cache, private", reply.Header("Cache-Control"));
        Assert.Equal("Cookie, Accept-Language", reply.Header("Vary"));
    }
}
