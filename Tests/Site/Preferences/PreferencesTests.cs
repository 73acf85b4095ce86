using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Preferences;

public sealed class PreferencesTests(SharedSite shared) : SiteTest(shared)
{
    [Fact]
    public async Task Language_IsWhatTheReaderChose_ElseWhatTheBrowserPrefers()
    {
        using var guest = Site.NewGuest();
        var english = (await guest.Get("/")).Expect(200);
        Assert.Contains("<html lang=\"en\"", english.Text, StringComparison.Ordinal);

        var preferred = (await guest.Get("/", ("Accept-Language", "zh-CN,en;q=0.5"))).Expect(200);
        Assert.Contains("<html lang=\"zh-Hans\"", preferred.Text, StringComparison.Ordinal);
        Assert.Equal("zh-Hans", preferred.Header("Content-Language"));

        var kept = (await Prefer(guest, ("language", "zh-Hans"), ("returnUrl", "/account/login?returnUrl=%2Fuserhome"))).Expect(303);
        Assert.Equal("/account/login?returnUrl=%2Fuserhome", kept.Header("Location"));
        Assert.Contains(">登录<", (await guest.Get("/account/login")).Expect(200).Text, StringComparison.Ordinal);
        Assert.Contains(">Sign in<", (await Site.NewGuest().Get("/account/login")).Expect(200).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Theme_IsWhatTheReaderChose_AndAutoLeavesItToTheSystem()
    {
        using var guest = Site.NewGuest();
        (await Prefer(guest, ("theme", "dark"))).Expect(303);
        Assert.Contains("data-theme=\"dark\"", (await guest.Get("/")).Text, StringComparison.Ordinal);
        (await Prefer(guest, ("theme", "auto"))).Expect(303);
        Assert.DoesNotContain("data-theme", (await guest.Get("/")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.org/"), InlineData("//example.org"), InlineData("/\\example.org"), InlineData("javascript:alert(1)"), InlineData("")]
    public async Task ReturnAddress_OfAnotherSite_LeadsHome(string address)
    {
        using var guest = Site.NewGuest();
        Assert.Equal("/", (await Prefer(guest, ("theme", "light"), ("returnUrl", address))).Expect(303).Header("Location"));
    }

    [Theory]
    [InlineData("/видео", "/%D0%B2%D0%B8%D0%B4%D0%B5%D0%BE"), InlineData("/\u540d?x=\u524d", "/%E5%90%8D?x=%E5%89%8D")]
    public async Task ReturnAddress_WithLettersBeyondAscii_IsEncoded(string address, string led)
    {
        using var guest = Site.NewGuest();
        Assert.Equal(led, (await Prefer(guest, ("theme", "dark"), ("returnUrl", address))).Expect(303).Header("Location"));
    }

    [Fact]
    public async Task ReturnAddress_ThatIsHuge_LeadsHome()
    {
        using var guest = Site.NewGuest();
        Assert.Equal("/", (await Prefer(guest, ("theme", "dark"), ("returnUrl", "/" + new string('x', 100_000)))).Expect(303).Header("Location"));
    }

    [Theory]
    [InlineData("language", "tlh"), InlineData("language", ""), InlineData("theme", "pink\"><script>")]
    public async Task Choice_ThatIsNone_IsRefused(string name, string value)
    {
        using var guest = Site.NewGuest();
        (await Prefer(guest, (name, value))).Expect(400, "query-invalid");
    }

    [Fact]
    public async Task Problem_IsTold_InTheLanguageOfTheRequest_WithTheSameCode()
    {
        using var guest = Site.NewGuest();
        var told = (await guest.Get($"/api/v1/videos/{Guid.NewGuid()}", ("Accept-Language", "zh"))).Expect(404, "not-found");
        Assert.Contains("这里什么也没有", told.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static Task<Reply> Prefer(SiteClient client, params (string Name, string Value)[] fields) => client.Send(
        HttpMethod.Post, "/preferences", new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
}
