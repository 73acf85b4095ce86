using Microsoft.AspNetCore.Http;
using OrleansVideo.WebFrontend.Localization;

namespace OrleansVideo.Tests.WebFrontend.Localization;

public sealed class AcceptedLanguageTests
{
    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans")]
    [InlineData("zh", "zh-Hans")]
    [InlineData("zh-SG", "zh-Hans")]
    [InlineData("en-GB,en;q=0.5,zh-CN;q=0.4", "en")]
    [InlineData("de-DE,de;q=0.9,zh-CN;q=0.3", "zh-Hans")]
    [InlineData("zh-CN;q=0,en", "en")]
    [InlineData("ZH-hans-CN", "zh-Hans")]
    [InlineData("enx", null)]
    [InlineData("zh-TW", null)]
    [InlineData("de-AT", null)]
    [InlineData("*", null)]
    [InlineData("not!a!language, ,;;q", null)]
    [InlineData("", null)]
    public async Task Request_GetsTheLanguageItPrefersAmongOurs(string header, string? language)
    {
        var context = new DefaultHttpContext { Request = { Headers = { AcceptLanguage = header } } };
        var found = await new AcceptedLanguage().DetermineProviderCultureResult(context);
        Assert.Equal(language, found?.UICultures[0].Value);
    }
}
