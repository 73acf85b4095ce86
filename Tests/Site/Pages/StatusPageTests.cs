using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>What people get to see instead of a page: in words, with a trace id, and with what helps on.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class StatusPageTests(LongListSite house) : IClassFixture<LongListSite>
{
    private static readonly (string, string) Html = ("Accept", "text/html");

    [Theory]
    [InlineData("/watch/nothing", 404, "Not found", "Search videos")]
    [InlineData("/nothing/here", 404, "Not found", "href=\"/account/login?returnUrl=%2Fnothing%2Fhere\"")]
    [InlineData("/?cursor=nonsense", 400, "Invalid query", "Newest videos")]
    [InlineData("/error/500", 404, "Not found", "Newest videos")]
    [InlineData("/error/200", 404, "Not found", "Newest videos")]
    public async Task Page_SaysWhatIsWrong_AndWhatToDo(string path, int status, string heading, string help)
    {
        using var guest = house.Site.NewGuest();

        var page = (await guest.Get(path, Html)).Expect(status).Text;

        Assert.Contains($"<h1>{heading}</h1>", page, StringComparison.Ordinal);
        Assert.Contains(help, page, StringComparison.Ordinal);
        Assert.Matches("<code>00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]</code>", page);
    }

    [Theory]
    [InlineData(429, "Too much at once")]
    [InlineData(503, "Temporarily unavailable")]
    public async Task Page_OfAnyStatus_IsShownToAdminsAsItWouldBe(int status, string heading)
    {
        using var admin = await house.Site.Admin();

        var page = (await admin.Get($"/error/{status}", Html)).Expect(status).Text;

        Assert.Contains($"<h1>{heading}</h1>", page, StringComparison.Ordinal);
        Assert.Contains("Newest videos", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PageOfAdmins_IsForbiddenToMembers_WithoutAnOfferToSignInAgain()
    {
        using var member = await house.Site.NewMember();

        var page = (await member.Get("/admin", Html)).Expect(403).Text;

        Assert.Contains("<h1>Not yours</h1>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/account/login", page, StringComparison.Ordinal);
    }

    /// <summary>A real fault: what is stored of a video can't be read any more. Nobody is told what.</summary>
    [Fact]
    public async Task Fault_IsTheSitesOwn_WithNoWordOfWhatItWas_AndAWayToTryAgain()
    {
        using var owner = await house.Site.NewMember();
        var id = await owner.Publish(await SampleVideos.Mp4FastStartAsync(), "Broken");
        await house.Site.Stop();
        Assert.InRange(await house.Change(
            "update OrleansStorage set PayloadBinary = @junk where instr(cast(PayloadBinary as text), '\"Broken\"') > 0",
            new { junk = "{\"title\":\"cut o"u8.ToArray() }), 1, 9);
        await house.Site.Restart();
        using var guest = house.Site.NewGuest();

        var page = (await guest.Get($"/watch/{id}", Html)).Expect(500).Text;

        Assert.Contains("<h1>Internal error</h1>", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/watch/{id}\">Try again</a>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", page, StringComparison.Ordinal);
        Assert.DoesNotContain("cut o", page, StringComparison.Ordinal);
    }
}
