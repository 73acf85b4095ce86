using System.Text.RegularExpressions;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Accounts;

/// <summary>W5: who floods or guesses is slowed down, and nobody else. Each test has loopback addresses of its own.</summary>
public sealed class SignInLimitTests(SignInLimitSite shared) : IClassFixture<SignInLimitSite>
{
    private const int Connections = 60;
    private const int Honest = 41;

    [Fact]
    public async Task Storm_FromOneAddress_KeepsNoHonestSignInOut()
    {
        var people = Enumerable.Range(0, Honest).Select(i => shared.From($"127.0.1.{i + 1}")).ToArray();
        var names = people.Select(_ => AccountCalls.FreshName("honest")).ToArray();
        foreach (var (name, i) in names.Select((name, i) => (name, i)))
        {
            using var registering = shared.From($"127.0.1.{i + 1}"); // Its browser is known afterwards; those that sign in below are not.
            (await registering.Register(name)).Expect(201);
        }

        using var over = new CancellationTokenSource();
        var storm = Enumerable.Range(0, Connections).Select(_ => Flood(over.Token)).ToArray();

        var signedIn = await Task.WhenAll(people.Zip(names).Select(honest => honest.First.SignIn(honest.Second)));

        await over.CancelAsync();
        var flooded = (await Task.WhenAll(storm)).SelectMany(statuses => statuses).ToArray();
        Assert.All(signedIn, reply => reply.Expect(200));
        Assert.True(flooded.Length > Connections, $"The storm had {flooded.Length} answers.");
        Assert.InRange(flooded.Count(status => status == 401), 0, 20);
        Assert.All(flooded, status => Assert.Contains(status, new[] { 401, 429 }));
        foreach (var person in people) person.Dispose();
    }

    /// <summary>A stranger's storm is no reason to refuse registrations either.</summary>
    [Fact]
    public async Task Registration_GoesOnBesideAStorm()
    {
        using var over = new CancellationTokenSource();
        var storm = Enumerable.Range(0, Connections).Select(_ => Flood(over.Token)).ToArray();
        for (var i = 0; i < 5; i++)
        {
            using var person = shared.From($"127.0.3.{i + 1}");
            (await person.Register(AccountCalls.FreshName("newcomer"))).Expect(201);
        }

        await over.CancelAsync();
        await Task.WhenAll(storm);
    }

    [Fact]
    public async Task VictimOfGuesses_SignsInFromAnyOtherAddress_AndFromAKnownBrowserAtTheSame()
    {
        using var attacker = shared.From("127.0.4.1");
        using var known = shared.From("127.0.4.1");
        using var elsewhere = shared.From("127.0.4.2");
        var name = AccountCalls.FreshName("victim");
        (await known.Register(name)).Expect(201);
        (await known.SignOut()).Expect(204);
        for (var i = 0; i < 8; i++) await attacker.SignIn(name, $"guess number {i}");
        Assert.InRange((await attacker.SignIn(name)).Expect(429, "too-many-attempts").RetryAfter!.Value, 1, 60);

        (await elsewhere.SignIn(name)).Expect(200);
        (await known.SignIn(name)).Expect(200);
    }

    [Fact]
    public async Task AdminUnderAttack_ChangesThePasswordOnItsPage()
    {
        using var attacker = shared.From("127.0.5.1");
        using var admin = shared.From("127.0.5.1");
        (await admin.SignIn(SiteSettings.AdminName, SiteSettings.AdminPassword)).Expect(200);
        for (var i = 0; i < 25; i++) await attacker.SignIn(SiteSettings.AdminName, $"guess number {i}");
        (await attacker.SignIn(SiteSettings.AdminName, SiteSettings.AdminPassword)).Expect(429, "too-many-attempts");
        Dictionary<string, string> form = new() { ["CurrentPassword"] = "not this one", ["Password"] = "another pass-phrase 8" };

        Assert.Contains("This is not your current password.", (await admin.SendForm("/account", form)).Expect(401).Text, StringComparison.Ordinal);
        form["CurrentPassword"] = SiteSettings.AdminPassword;
        (await admin.SendForm("/account", form)).Expect(302);

        (await admin.SignOut()).Expect(204);
        (await admin.SignIn(SiteSettings.AdminName, "another pass-phrase 8")).Expect(200);
    }

    [Fact]
    public async Task Form_SaysInWordsHowLongToWait_AndKeepsTheName()
    {
        using var guesser = shared.From("127.0.6.1");
        var name = AccountCalls.FreshName("form");
        Dictionary<string, string> form = new() { ["UserName"] = name, ["Password"] = "a wrong pass-phrase" };
        for (var i = 0; i < 3; i++) (await guesser.SendForm("/account/login", form)).Expect(401);

        var english = (await guesser.SendForm("/account/login", form)).Expect(429);
        guesser.Cookies.Add(guesser.Site, new System.Net.Cookie(".AspNetCore.Culture", "c%3Dzh-Hans%7Cuic%3Dzh-Hans", "/"));
        var chinese = (await guesser.SendForm("/account/login", form)).Expect(429);

        Assert.Matches("Too many failed attempts\\. Try again in \\d+ seconds\\.", english.Text);
        Assert.Contains($"value=\"{name}\"", english.Text, StringComparison.Ordinal);
        Assert.Contains("失败次数过多。", chinese.Text, StringComparison.Ordinal);
        Assert.True(english.RetryAfter >= 1);
    }

    [Fact]
    public async Task Log_HasALineForEachOutcome_ThatFail2banReads()
    {
        using var person = shared.From("127.0.7.1");
        using var flood = shared.From("127.0.7.2");
        var name = AccountCalls.FreshName("logged");
        (await person.Register(name)).Expect(201);
        (await person.SignIn(name)).Expect(200);
        (await person.SignIn(name, "a wrong pass-phrase")).Expect(401);
        (await person.SignIn("not a name\nSign-in of admin from 192.0.2.1 failed", "x")).Expect(401);
        for (var i = 0; i < 25; i++) await flood.SignIn($"guess-{i}", "");

        var filter = Regex.Match(File.ReadAllText(Repository.At("deploy", "fail2ban", "filter.d", "orleansvideo.conf")), "^failregex = (.+)$", RegexOptions.Multiline)
            .Groups[1].Value.Replace("<F-USER>", "(?<user>", StringComparison.Ordinal).Replace("</F-USER>", ")", StringComparison.Ordinal)
            .Replace("<HOST>", @"(?<host>[\d.]+)", StringComparison.Ordinal);
        await Eventually.True("the log has the lines", TimeSpan.FromSeconds(10), () => shared.Site.Log.Text.Contains("from 127.0.7.2 was refused", StringComparison.Ordinal));
        var hits = shared.Site.Log.Text.Split('\n').Select(line => Regex.Match(line.TrimEnd(), filter)).Where(hit => hit.Success)
            .Select(hit => $"{hit.Groups["user"].Value} {hit.Groups["host"].Value}").ToArray();

        Assert.Contains($"Sign-in of {name} from 127.0.7.1 succeeded", shared.Site.Log.Text, StringComparison.Ordinal);
        Assert.Equal([$"{name} 127.0.7.1", "- 127.0.7.1"], hits.Where(hit => hit.EndsWith(" 127.0.7.1", StringComparison.Ordinal)));
        Assert.Equal(21, hits.Count(hit => hit.EndsWith(" 127.0.7.2", StringComparison.Ordinal)));
        Assert.DoesNotContain(hits, hit => hit.Contains("192.0.2.1", StringComparison.Ordinal));
    }

    /// <summary>A stranger's wrong codes do not keep out who has the right one; and a key of the release before is named at start.</summary>
    [Fact]
    public async Task Setup_StaysOpenForTheOwner_HoweverManyCodesAStrangerTries()
    {
        var settings = SignInLimitSite.Settings.With("Accounts:LockoutTime", "00:05:00");
        settings.Remove("Administration:AdminUserName");
        settings.Remove("Administration:AdminPassword");
        await using var site = await SiteProcess.StartAsync(settings);
        var code = Path.Combine(site.DataDirectory, "setup-code");
        await Eventually.True("there is a code", TimeSpan.FromSeconds(20), () => File.Exists(code));
        using var stranger = new SiteClient(site.Address, "127.0.0.2");
        using var owner = new SiteClient(site.Address, "127.0.0.3");
        var form = new Dictionary<string, string> { ["Code"] = "A WRONG CODE", ["UserName"] = "stranger", ["Password"] = AccountCalls.Password };
        var statuses = new List<int>();
        for (var i = 0; i < 40; i++) statuses.Add((await stranger.SendForm("/setup", form)).Status);

        form["Code"] = await File.ReadAllTextAsync(code);
        Assert.Equal(429, (await stranger.SendForm("/setup", form)).Status);
        form["UserName"] = "the-owner";
        (await owner.SendForm("/setup", form)).Expect(302);

        Assert.Equal([403, 403, 403, 429], statuses.Take(4));
        Assert.Contains("Set-up of stranger from 127.0.0.2 failed", site.Log.Text, StringComparison.Ordinal);
        Assert.Contains("OrleansVideo:Accounts:LockoutTime has no effect any more; see OrleansVideo:Limits:MaxSignInDelay", site.Log.Text, StringComparison.Ordinal);
    }

    private async Task<List<int>> Flood(CancellationToken until)
    {
        using var client = shared.From("127.0.2.1");
        var statuses = new List<int>();
        while (!until.IsCancellationRequested)
        {
            var reply = await client.SignIn($"x{Guid.NewGuid():N}"[..30], "whatever it is");
            statuses.Add(reply.Status);
        }

        return statuses;
    }
}
