using Microsoft.AspNetCore.Http;
using OrleansVideo.WebFrontend.Security;

namespace OrleansVideo.Tests.WebFrontend.Security;

/// <summary>Cookies over HTTPS are of this host alone, and those from before hold until they are replaced.</summary>
public sealed class HostCookiesTests
{
    private const string Name = "a-cookie";
    private const string HostName = "__Host-a-cookie";
    private readonly HostCookies _cookies = new();

    [Theory]
    [InlineData($"{Name}=older", "older")]
    [InlineData($"{HostName}=own", "own")]
    [InlineData($"{Name}=planted; {HostName}=own", "own")]
    [InlineData("another=x", null)]
    public void Cookie_OfThisHostAlone_IsReadBeforeAnOlderOne(string cookies, string? expected)
    {
        var context = Context("https", cookies);

        Assert.Equal(expected, _cookies.GetRequestCookie(context, Name));
        Assert.Equal(expected, HostCookies.Read(context.Request, Name));
    }

    [Theory]
    [InlineData("http", "", new[] { $"{Name}=new" })]
    [InlineData("http", $"{Name}=older", new[] { $"{Name}=new" })]
    [InlineData("https", "", new[] { $"{HostName}=new" })]
    [InlineData("https", $"{Name}=older", new[] { $"{HostName}=new", $"{Name}=" })]
    public void Cookie_ThatIsSetOverHttps_TakesThePlaceOfAnOlderOne(string scheme, string cookies, string[] expected)
    {
        var context = Context(scheme, cookies);

        _cookies.AppendResponseCookie(context, Name, "new", new CookieOptions { Path = "/" });

        Assert.Equal(expected, context.Response.Headers.SetCookie.Select(cookie => cookie!.Split(';')[0]));
    }

    [Theory]
    [InlineData("http", new[] { $"{Name}=" })]
    [InlineData("https", new[] { $"{Name}=", $"{HostName}=" })]
    public void Cookie_ThatIsEnded_EndsUnderEitherName(string scheme, string[] expected)
    {
        var context = Context(scheme, "");

        _cookies.DeleteCookie(context, Name, new CookieOptions { Path = "/" });

        Assert.Equal(expected, context.Response.Headers.SetCookie.Select(cookie => cookie!.Split(';')[0]));
    }

    private static DefaultHttpContext Context(string scheme, string cookies) => new()
    {
        Request = { Scheme = scheme, Headers = { Cookie = cookies } },
    };
}
