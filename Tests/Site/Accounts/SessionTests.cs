using System.Diagnostics;
using System.Net;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.WebFrontend.Accounts.Sessions;

namespace OrleansVideo.Tests.Site.Accounts;

public sealed class SessionTests(SharedSite shared) : SiteTest(shared)
{
    /// <summary>W10: a copied cookie is dead once its owner has signed out; another frontend may believe its last answer for a second.</summary>
    [Fact]
    public async Task SignOut_KillsACopiedCookie()
    {
        using var owner = await Site.NewMember();
        using var thief = Site.NewGuest();
        foreach (Cookie cookie in owner.Cookies.GetAllCookies())
            thief.Cookies.Add(Site.Address, new Cookie(cookie.Name, cookie.Value, "/"));
        (await thief.Get("/api/v1/users/me")).Expect(200);

        (await owner.SignOut()).Expect(204);

        var signedOut = Stopwatch.StartNew();
        if (SharedSite.IsAttached)
            await Eventually.True("other frontends' answers have lapsed", SessionCache.Life * 5, () => signedOut.Elapsed > SessionCache.Life);
        (await thief.Get("/api/v1/users/me")).Expect(401);
        (await thief.Post("/api/v1/videos", new { title = "stolen" })).Expect(401);
    }

    /// <summary>W10: no script reads the session.</summary>
    [Fact]
    public async Task SessionCookie_IsOutOfReachOfScriptsAndOtherSites()
    {
        using var client = Site.NewGuest();
        var reply = (await client.Register(AccountCalls.FreshName("cookie"))).Expect(201);

        Assert.All(reply.Headers.GetValues("Set-Cookie"), cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task PasswordChange_EndsAllOtherSessions()
    {
        using var here = Site.NewGuest();
        using var there = Site.NewGuest();
        var name = AccountCalls.FreshName("change");
        (await here.Register(name)).Expect(201);
        (await there.SignIn(name)).Expect(200);

        (await here.Post("/api/v1/users/me/password", new { currentPassword = "wrong one 1", newPassword = "another pass-phrase 8" }))
            .Expect(401, "credentials-wrong");
        (await here.Post("/api/v1/users/me/password", new { currentPassword = AccountCalls.Password, newPassword = "another pass-phrase 8" }))
            .Expect(204);

        await here.Me();
        (await there.Get("/api/v1/users/me")).Expect(401);
        (await there.SignIn(name)).Expect(401, "credentials-wrong");
        (await there.SignIn(name, "another pass-phrase 8")).Expect(200);
    }

    /// <summary>W16: an unknown name answers as a wrong password does.</summary>
    [Fact]
    public async Task UnknownName_AnswersAsAWrongPassword()
    {
        using var client = Site.NewGuest();
        (await client.SignIn(AccountCalls.FreshName("nobody"))).Expect(401, "credentials-wrong");
        (await client.SignIn("")).Expect(401, "credentials-wrong");
    }

    /// <summary>W1: nobody is believed who merely says who they are.</summary>
    [Theory]
    [InlineData("X-User-Name")]
    [InlineData("X-Session-Id")]
    [InlineData("X-Forwarded-User")]
    [InlineData("Remote-User")]
    public async Task Header_ThatNamesAUser_MeansNothing(string header)
    {
        using var client = Site.NewGuest();
        (await client.Get("/api/v1/users/me", (header, SiteSettings.AdminName))).Expect(401);
    }

    [Fact]
    public async Task Cookie_ThatWasTamperedWith_IsNobody()
    {
        using var owner = await Site.NewMember();
        using var forger = Site.NewGuest();
        foreach (Cookie cookie in owner.Cookies.GetAllCookies())
            forger.Cookies.Add(Site.Address, new Cookie(cookie.Name, cookie.Value[..^4] + "AAAA", "/"));

        (await forger.Get("/api/v1/users/me")).Expect(401);
    }
}
