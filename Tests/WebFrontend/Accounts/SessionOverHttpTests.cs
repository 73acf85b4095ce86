using OrleansVideo.Accounts;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.WebFrontend.Hosting;

namespace OrleansVideo.Tests.WebFrontend.Accounts;

public sealed class SessionOverHttpTests(AccountsSite site) : IClassFixture<AccountsSite>
{
    [Fact]
    public async Task ClusterTrouble_IsNoSignOut()
    {
        using var client = site.NewClient();
        var name = AccountCalls.FreshName("away");
        (await client.Register(name)).Expect(201);

        site.AccountOf(name).IsAway = true;
        var refused = (await client.Get("/whoami")).Expect(503, "cluster-unavailable");
        Assert.True(refused.RetryAfter >= 1);
        Assert.Null(refused.Header("Set-Cookie"));
        (await client.Get("/same-for-all")).Expect(200);

        site.AccountOf(name).IsAway = false;
        (await client.Get("/whoami")).Expect(200);
    }

    /// <summary>W10: roles and sessions are those of the moment, not those of the sign-in.</summary>
    [Fact]
    public async Task Roles_AreThoseOfTheMoment()
    {
        using var client = site.NewClient();
        var name = AccountCalls.FreshName("roles");
        (await client.Register(name)).Expect(201);
        var account = site.AccountOf(name);

        await account.Update(account.Account! with { Roles = [Roles.Admin] }, keepSession: null);

        Assert.True((await client.Get("/whoami")).Expect(200).Json.GetProperty("isAdmin").GetBoolean());
    }

    [Fact]
    public async Task ManyRequestsAtOnce_AskTheGrainHardlyMoreThanOnceASecond()
    {
        using var client = site.NewClient();
        var name = AccountCalls.FreshName("often");
        (await client.Register(name)).Expect(201);
        (await client.Get("/whoami")).Expect(200);
        var before = site.AccountOf(name).Checks;
        var clock = System.Diagnostics.Stopwatch.StartNew();

        for (var i = 0; i < 50; i++) (await client.Get("/whoami")).Expect(200);

        Assert.InRange(site.AccountOf(name).Checks - before, 0, (int)clock.Elapsed.TotalSeconds + 1);
    }

    [Fact]
    public async Task SigningInAgain_EndsTheSessionOfThisBrowserBefore()
    {
        using var client = site.NewClient();
        using var copy = site.NewClient();
        var name = AccountCalls.FreshName("again");
        (await client.Register(name)).Expect(201);
        foreach (System.Net.Cookie cookie in client.Cookies.GetAllCookies())
            copy.Cookies.Add(copy.Site, new System.Net.Cookie(cookie.Name, cookie.Value, "/"));
        (await copy.Get("/whoami")).Expect(200);

        (await client.SignIn(name)).Expect(200);

        (await client.Get("/whoami")).Expect(200);
        (await copy.Get("/whoami")).Expect(401);
    }
}
