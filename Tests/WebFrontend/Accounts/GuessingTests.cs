using Microsoft.Extensions.DependencyInjection;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.WebFrontend.Accounts;

namespace OrleansVideo.Tests.WebFrontend.Accounts;

/// <summary>W5: passwords can't be tried out.</summary>
public sealed class GuessingTests(AccountsSite site) : IClassFixture<AccountsSite>
{
    private const int Allowed = 5;

    [Fact]
    public async Task GuessesMadeAtOnce_AreNotCheckedBeyondTheLockout()
    {
        using var client = site.NewClient();
        var name = AccountCalls.FreshName("storm");
        (await client.Register(name)).Expect(201);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => client.SignIn(name, $"guess number {i}")));

        Assert.Equal(Allowed, answers.Count(answer => answer.Status == 401));
        Assert.All(answers.Where(answer => answer.Status != 401), answer => answer.Expect(429, "too-many-attempts"));
        Assert.All(answers.Where(answer => answer.Status == 429), answer => Assert.True(answer.RetryAfter >= 1));
        (await client.SignIn(name)).Expect(429, "too-many-attempts");
    }

    [Fact]
    public async Task Lockout_IsNotLostWhenOthersChangeTheAccount()
    {
        using var client = site.NewClient();
        var name = AccountCalls.FreshName("contended");
        (await client.Register(name)).Expect(201);
        for (var i = 1; i < Allowed; i++) (await client.SignIn(name, $"guess number {i}")).Expect(401);
        site.AccountOf(name).Conflicts = 3;

        (await client.SignIn(name, "guess number 5")).Expect(401);

        (await client.SignIn(name)).Expect(429, "too-many-attempts");
    }

    [Fact]
    public async Task RightPassword_StartsTheCountAnew()
    {
        using var client = site.NewClient();
        var name = AccountCalls.FreshName("forgetful");
        (await client.Register(name)).Expect(201);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 1; i < Allowed; i++) (await client.SignIn(name, $"guess number {i}")).Expect(401);
            (await client.SignIn(name)).Expect(200);
        }

        Assert.Equal(0, site.AccountOf(name).Account!.FailedSignIns);
    }

    [Fact]
    public async Task GuessesAtTheCurrentPassword_CountAsFailedSignIns()
    {
        using var client = site.NewClient();
        var name = AccountCalls.FreshName("changer");
        (await client.Register(name)).Expect(201);
        for (var i = 0; i < Allowed; i++) (await Change($"guess number {i}")).Expect(401, "credentials-wrong");

        (await Change(AccountCalls.Password)).Expect(429, "too-many-attempts");

        Task<Reply> Change(string currentPassword) =>
            client.Post("/api/v1/users/me/password", new { currentPassword, newPassword = "something else 9" });
    }

    /// <summary>Not the time itself, which a busy machine blurs, but its cause: both ways compare one hash.</summary>
    [Fact]
    public void UnknownName_ComparesAHashOfTheSameCost()
    {
        using var scope = site.NewScope();
        var real = scope.ServiceProvider.GetRequiredService<AccountManager>().PasswordHasher.HashPassword(null!, "x");
        var decoy = site.Get<DecoyPassword>().Hash;

        // Format marker, hash function, iterations and salt size are the first 13 bytes; then both have the same length.
        Assert.Equal(Convert.FromBase64String(real)[..13], Convert.FromBase64String(decoy)[..13]);
        Assert.Equal(real.Length, decoy.Length);
    }
}
