using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Accounts;

/// <summary>After signing in people come back to where they were, and never to where somebody else wants them.</summary>
public sealed class ReturnAddressTests(SharedSite shared) : SiteTest(shared)
{
    [Theory]
    [InlineData("/watch/x?t=5", "/watch/x?t=5")]
    [InlineData("/видео?q=кот#ответ", "/%D0%B2%D0%B8%D0%B4%D0%B5%D0%BE?q=%D0%BA%D0%BE%D1%82#%D0%BE%D1%82%D0%B2%D0%B5%D1%82")]
    [InlineData("/%D0%B2?q=a%20b", "/%D0%B2?q=a%20b")]
    [InlineData("/\ud83d\ude00", "/%F0%9F%98%80")]
    [InlineData("/a b\"<>", "/a%20b%22%3C%3E")]
    [InlineData("~/watch/x", "/userhome")]
    [InlineData("//evil.example", "/userhome")]
    [InlineData("/\\evil.example", "/userhome")]
    [InlineData("\\\\evil.example", "/userhome")]
    [InlineData("https://evil.example/", "/userhome")]
    [InlineData("/\t/evil.example", "/userhome")]
    [InlineData(" //evil.example", "/userhome")]
    [InlineData("javascript:alert(1)", "/userhome")]
    [InlineData("evil.example", "/userhome")]
    [InlineData("~//evil.example", "/userhome")]
    [InlineData("", "/userhome")]
    public async Task SignInAndRegistration_LeadToPathsOfThisSiteAlone(string wanted, string led)
    {
        using var member = Site.NewGuest();
        var name = AccountCalls.FreshName("returns");
        var query = "?returnUrl=" + Uri.EscapeDataString(wanted);
        var registered = await member.SendForm("/account/register" + query, Credentials(name));
        (await member.SignOut()).Expect(204);
        var signedIn = await member.SendForm("/account/login" + query, Credentials(name));
        var alreadyIn = await member.Get("/account/login" + query, ("Accept", "text/html"));

        foreach (var reply in new[] { registered, signedIn, alreadyIn }) Assert.Equal(led, reply.Expect(302).Header("Location"));
    }

    [Fact]
    public async Task PageOfMembers_SendsAVisitorToSignIn_AndTakesThemBack()
    {
        using var guest = Site.NewGuest();

        var sent = (await guest.Get("/account?tab=1", ("Accept", "text/html"))).Expect(302).Header("Location")!;

        Assert.EndsWith("/account/login?returnUrl=%2Faccount%3Ftab%3D1", sent, StringComparison.OrdinalIgnoreCase);
    }

    private static Dictionary<string, string> Credentials(string name) => new() { ["UserName"] = name, ["Password"] = AccountCalls.Password };
}
