using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.WebFrontend.Accounts;

namespace OrleansVideo.Tests.WebFrontend.Accounts;

/// <summary>W5: passwords can't be tried out, and trying closes nobody's account.</summary>
public sealed class GuessingTests(AccountsSite site) : IClassFixture<AccountsSite>
{
    private const int WithoutDelay = 3;

    [Fact]
    public async Task GuessesMadeAtOnce_AreNotCheckedBeyondTheThird()
    {
        using var owner = site.NewClient();
        using var guesser = site.NewClient();
        var name = AccountCalls.FreshName("storm");
        (await owner.Register(name)).Expect(201);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => guesser.SignIn(name, $"guess number {i}")));

        Assert.Equal(WithoutDelay, answers.Count(answer => answer.Status == 401));
        Assert.All(answers.Where(answer => answer.Status != 401), answer => answer.Expect(429, "too-many-attempts"));
        Assert.All(answers.Where(answer => answer.Status == 429), answer => Assert.True(answer.RetryAfter >= 1));
        Assert.Equal(0, site.AccountOf(name).Account!.FailedSignIns);
        Assert.Null(site.AccountOf(name).Account!.LockedUntil);
    }

    [Theory]
    [InlineData("root"), InlineData("System"), InlineData("...")]
    public async Task Registration_OfAReservedName_IsRefused(string name)
    {
        using var visitor = site.NewClient();
        (await visitor.Register(name)).Expect(409, "user-name-taken");
    }

    /// <summary>A name that nobody has is refused as often, as soon and in the same words as one that somebody has.</summary>
    [Fact]
    public async Task UnknownName_IsTreatedAsAKnownOne()
    {
        using var client = site.NewClient();
        var known = AccountCalls.FreshName("known");
        using (var owner = site.NewClient()) (await owner.Register(known)).Expect(201);
        var unknown = AccountCalls.FreshName("known");
        var answers = new Dictionary<string, List<string>> { [known] = [], [unknown] = [] };

        for (var i = 0; i < 6; i++)
        {
            foreach (var (name, told) in answers)
            {
                var reply = await client.SignIn(name, $"guess number {i}");
                var headers = reply.Headers.Concat(reply.ContentHeaders).Where(header => header.Key is not ("Date" or "Content-Length"))
                    .Select(header => header.Key == "Retry-After" ? "Retry-After" : $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal);
                told.Add($"{reply.Status} {reply.Problem} {reply.Json.Text("title")} {reply.Json.Text("detail")} {string.Join("; ", headers)}");
            }
        }

        Assert.Equal(answers[known], answers[unknown]);
        Assert.Equal(WithoutDelay, answers[known].Count(answer => answer.StartsWith("401", StringComparison.Ordinal)));
    }

    /// <summary>Not the time itself, which a busy machine blurs, but its cause: both ways compare one hash.</summary>
    [Fact]
    public async Task UnknownName_ComparesAHashOfTheSameCost()
    {
        using var client = site.NewClient();
        var known = AccountCalls.FreshName("known");
        (await client.Register(known)).Expect(201);
        foreach (var name in new[] { known, AccountCalls.FreshName("unknown") })
        {
            var before = site.Hasher.Comparisons;
            (await client.SignIn(name, "a wrong pass-phrase")).Expect(401);
            Assert.Equal(before + 1, site.Hasher.Comparisons);
        }

        using var scope = site.NewScope();
        var real = scope.ServiceProvider.GetRequiredService<UserManager<Account>>().PasswordHasher.HashPassword(null!, "x");
        var decoy = site.Get<DecoyPassword>().Hash;

        // Format marker, hash function, iterations and salt size are the first 13 bytes; then both have the same length.
        Assert.Equal(Convert.FromBase64String(real)[..13], Convert.FromBase64String(decoy)[..13]);
        Assert.Equal(real.Length, decoy.Length);
    }

    /// <summary>What is left of a difference in time lies below the grid on which both are answered.</summary>
    [Fact]
    public async Task WrongPassword_IsAnsweredOnAGridOfTime()
    {
        using var client = site.NewClient();
        var clock = System.Diagnostics.Stopwatch.StartNew();

        (await client.SignIn(AccountCalls.FreshName("nobody"))).Expect(401);

        Assert.True(clock.Elapsed >= AccountCredentials.AnswerGrid * 0.95, $"It took {clock.ElapsedMilliseconds} ms.");
    }

    [Fact]
    public async Task RightPassword_StartsTheCountAnew()
    {
        using var client = site.NewClient();
        var name = AccountCalls.FreshName("forgetful");
        (await client.Register(name)).Expect(201);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 1; i < WithoutDelay; i++) (await client.SignIn(name, $"guess number {i}")).Expect(401);
            (await client.SignIn(name)).Expect(200);
        }
    }

    /// <summary>The same address, as of one household: who was signed in there before is not kept out by who guesses.</summary>
    [Fact]
    public async Task KnownBrowser_IsNotDelayedByAStrangersFailures()
    {
        using var owner = site.NewClient();
        using var guesser = site.NewClient();
        var name = AccountCalls.FreshName("household");
        (await owner.Register(name)).Expect(201);
        (await owner.SignOut()).Expect(204);
        for (var i = 0; i < WithoutDelay; i++) (await guesser.SignIn(name, $"guess number {i}")).Expect(401);
        (await guesser.SignIn(name)).Expect(429, "too-many-attempts");

        (await owner.SignIn(name)).Expect(200);
    }

    /// <summary>The cookie is of this account, and of this password: another's is worth nothing.</summary>
    [Fact]
    public async Task KnownBrowser_IsKnownToItsAccountAlone_AndUntilThePasswordChanges()
    {
        using var owner = site.NewClient();
        using var other = site.NewClient();
        using var thief = site.NewClient();
        var name = AccountCalls.FreshName("victim");
        (await owner.Register(name)).Expect(201);
        (await other.Register(AccountCalls.FreshName("other"))).Expect(201);
        Copy(DeviceOf(owner), thief);
        for (var i = 0; i < WithoutDelay; i++) (await other.SignIn(name, $"guess number {i}")).Expect(401);
        (await other.SignIn(name)).Expect(429, "too-many-attempts");
        (await thief.SignIn(name, "another guess")).Expect(401, "credentials-wrong");

        (await Change(owner, AccountCalls.Password)).Expect(204);

        (await thief.SignIn(name, "something else 9")).Expect(429, "too-many-attempts");
        (await owner.SignOut()).Expect(204);
        (await owner.SignIn(name, "something else 9")).Expect(200);
    }

    [Fact]
    public async Task DeviceCookie_ThatWasMadeUpOrChanged_IsNone()
    {
        using var owner = site.NewClient();
        using var guesser = site.NewClient();
        var name = AccountCalls.FreshName("forged");
        (await owner.Register(name)).Expect(201);
        for (var i = 0; i < WithoutDelay; i++) (await guesser.SignIn(name, $"guess number {i}")).Expect(401);

        foreach (var value in new[] { "x", DeviceOf(owner).Value[..^4] + "AAAA", new string('A', 4_000) })
        {
            guesser.Cookies.Add(guesser.Site, new Cookie(KnownDevices.CookieName, value, "/"));
            (await guesser.SignIn(name)).Expect(429, "too-many-attempts");
        }
    }

    [Fact]
    public void DeviceCookie_IsOutOfReachOfScriptsAndOtherSites_AndBoundToTheHostOverHttps()
    {
        var devices = site.Get<KnownDevices>();
        var account = new OrleansVideo.Accounts.AccountRecord { Id = Guid.NewGuid(), UserName = "ada", Roles = [], CreatedAt = DateTimeOffset.UnixEpoch, SecurityStamp = "s" };
        foreach (var (scheme, name) in new[] { ("http", KnownDevices.CookieName), ("https", "__Host-" + KnownDevices.CookieName) })
        {
            var context = new DefaultHttpContext { Request = { Scheme = scheme } };
            devices.Remember(context, account);

            var cookie = Assert.Single(context.Response.Headers.SetCookie)!;
            Assert.StartsWith(name + "=", cookie, StringComparison.Ordinal);
            Assert.Contains("; path=/;", cookie, StringComparison.Ordinal);
            Assert.Contains("; max-age=7776000", cookie, StringComparison.Ordinal);
            Assert.Contains("; samesite=lax", cookie, StringComparison.Ordinal);
            Assert.Contains("; httponly", cookie, StringComparison.Ordinal);
            Assert.Equal(scheme == "https", cookie.Contains("; secure", StringComparison.Ordinal));
            Assert.DoesNotContain("domain", cookie, StringComparison.Ordinal);

            var next = new DefaultHttpContext { Request = { Scheme = scheme, Headers = { Cookie = cookie.Split(';')[0] } } };
            Assert.NotNull(devices.Find(next, account));
            Assert.Null(devices.Find(next, account with { SecurityStamp = "t" }));
            Assert.Null(devices.Find(next, account with { Id = Guid.NewGuid() }));
        }
    }

    [Fact]
    public void DeviceCookie_KnowsEightAccounts_AndStaysAnAcceptableSize()
    {
        var devices = site.Get<KnownDevices>();
        var accounts = Enumerable.Range(0, 12).Select(i => new OrleansVideo.Accounts.AccountRecord
        {
            Id = Guid.NewGuid(), UserName = $"user-{i}", Roles = [], CreatedAt = DateTimeOffset.UnixEpoch, SecurityStamp = $"{i}",
        }).ToArray();
        var cookie = "";
        foreach (var account in accounts)
        {
            var context = new DefaultHttpContext { Request = { Headers = { Cookie = cookie } } };
            devices.Remember(context, account);
            cookie = Assert.Single(context.Response.Headers.SetCookie)!.Split(';')[0];
        }

        var last = new DefaultHttpContext { Request = { Headers = { Cookie = cookie } } };
        Assert.InRange(cookie.Length, 1, 3_500);
        Assert.Equal(accounts.TakeLast(KnownDevices.MaxAccounts), accounts.Where(account => devices.Find(last, account) is not null));
    }

    /// <summary>Guesses at the current password delay the session that makes them, and not the account.</summary>
    [Fact]
    public async Task GuessesAtTheCurrentPassword_DelayThatSessionAlone()
    {
        using var thief = site.NewClient();
        using var owner = site.NewClient();
        var name = AccountCalls.FreshName("changer");
        (await thief.Register(name)).Expect(201);
        (await owner.SignIn(name)).Expect(200);
        for (var i = 0; i < WithoutDelay; i++) (await Change(thief, $"guess number {i}")).Expect(401, "credentials-wrong");

        (await Change(thief, AccountCalls.Password)).Expect(429, "too-many-attempts");

        (await Change(owner, AccountCalls.Password)).Expect(204);
    }

    /// <summary>The page on which an admin changes the password stays open, whoever tries the admin's name.</summary>
    [Fact]
    public async Task StrangersFailures_DoNotDelayAChangeOfThePassword()
    {
        using var owner = site.NewClient();
        using var guesser = site.NewClient();
        var name = AccountCalls.FreshName("admin");
        (await owner.Register(name)).Expect(201);
        for (var i = 0; i < 2 * WithoutDelay; i++) await guesser.SignIn(name, $"guess number {i}");
        (await guesser.SignIn(name)).Expect(429, "too-many-attempts");

        (await Change(owner, AccountCalls.Password)).Expect(204);
    }

    private static Task<Reply> Change(SiteClient client, string currentPassword) =>
        client.Post("/api/v1/users/me/password", new { currentPassword, newPassword = "something else 9" });

    private static Cookie DeviceOf(SiteClient client) => client.Cookies.GetAllCookies()[KnownDevices.CookieName]!;

    private static void Copy(Cookie cookie, SiteClient to) => to.Cookies.Add(to.Site, new Cookie(cookie.Name, cookie.Value, "/"));
}
