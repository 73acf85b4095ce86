using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Accounts;

public sealed class RegistrationTests(SharedSite shared) : SiteTest(shared)
{
    [Fact]
    public async Task Registration_SignsInAndAnswersAProfileWithoutSecrets()
    {
        using var client = Site.NewGuest();
        var name = AccountCalls.FreshName("ada");

        var reply = (await client.Register(name)).Expect(201);

        Assert.Equal(name, reply.Json.Text("userName"));
        Assert.DoesNotContain("assword", reply.Text, StringComparison.Ordinal);
        Assert.Equal(name, await client.UserName());
        Assert.DoesNotContain(AccountCalls.Password, Site.Log.Text, StringComparison.Ordinal);
    }

    /// <summary>W16: a taken name is a conflict, whatever its case.</summary>
    [Fact]
    public async Task Name_InAnotherCase_IsTaken()
    {
        using var first = Site.NewGuest();
        using var second = Site.NewGuest();
        var name = AccountCalls.FreshName("Grace");
        (await first.Register(name)).Expect(201);

        (await second.Register(name.ToUpperInvariant())).Expect(409, "user-name-taken");

        (await second.Get("/api/v1/users/me")).Expect(401);
        (await second.SignIn(name.ToUpperInvariant())).Expect(200);
        Assert.Equal(name, await second.UserName());
    }

    [Fact]
    public async Task Name_WantedByManyAtOnce_GoesToExactlyOne()
    {
        var name = AccountCalls.FreshName("race");
        var clients = Enumerable.Range(0, 10).Select(_ => Site.NewGuest()).ToArray();

        var replies = await Task.WhenAll(clients.Select((client, i) => client.Register(name, $"pass-phrase number {i} 7")));

        var winner = Assert.Single(Enumerable.Range(0, 10), i => replies[i].Status == 201);
        Assert.All(replies.Where((_, i) => i != winner),
            reply => Assert.Contains(reply.Problem, new[] { "user-name-taken", "too-many-attempts" }));
        (await clients[winner].SignIn(name, $"pass-phrase number {winner} 7")).Expect(200);
        (await clients[(winner + 1) % 10].SignIn(name, $"pass-phrase number {(winner + 1) % 10} 7")).Expect(401, "credentials-wrong");
        foreach (var client in clients) client.Dispose();
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("")]
    [InlineData("has space")]
    [InlineData("slash/name")]
    [InlineData("ünïcode")]
    [InlineData("../etc")]
    [InlineData("name\n")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public async Task Name_OutsideItsAlphabetOrLength_IsRefused(string name)
    {
        using var client = Site.NewGuest();
        (await client.Register(name)).Expect(400, "user-name-invalid");
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    public async Task Password_ThatIsWeak_IsRefused(string password)
    {
        using var client = Site.NewGuest();
        (await client.Register(AccountCalls.FreshName("weak"), password)).Expect(400, "password-weak");
    }

    [Fact]
    public async Task Password_OfAMegabyte_CostsNothing()
    {
        using var client = Site.NewGuest();
        var reply = await client.Register(AccountCalls.FreshName("huge"), new string('p', 1_000_000));
        Assert.Contains(reply.Status, new[] { 400, 413 });
    }
}
