using Microsoft.AspNetCore.Http;
using OrleansVideo.WebFrontend.Security;

namespace OrleansVideo.Tests.WebFrontend.Security;

public sealed class CrossSiteTests
{
    [Theory]
    // No browser: neither header.
    [InlineData("POST", "", "", "site.example", false)]
    // Fetch Metadata decides where there is any.
    [InlineData("POST", "same-origin", "https://evil.example", "site.example", false)]
    [InlineData("POST", "none", "", "site.example", false)]
    [InlineData("POST", "same-site", "", "site.example", true)]
    [InlineData("POST", "cross-site", "https://site.example", "site.example", true)]
    [InlineData("DELETE", "cross-site", "", "site.example", true)]
    [InlineData("PATCH", "Same-Origin, cross-site", "", "site.example", true)]
    // Else the origin, by host and port.
    [InlineData("POST", "", "https://site.example", "site.example", false)]
    [InlineData("POST", "", "https://SITE.example:443", "site.example", false)]
    [InlineData("POST", "", "http://site.example:8080", "site.example:8080", false)]
    [InlineData("POST", "", "http://[::1]:8080", "[::1]:8080", false)]
    [InlineData("POST", "", "http://site.example:8081", "site.example:8080", true)]
    [InlineData("POST", "", "https://site.example.evil.example", "site.example", true)]
    [InlineData("POST", "", "null", "site.example", true)]
    [InlineData("POST", "", "file://site.example", "site.example", true)]
    [InlineData("POST", "", "rubbish", "site.example", true)]
    [InlineData("MADE-UP", "cross-site", "", "site.example", true)]
    // Reading is no change.
    [InlineData("GET", "cross-site", "https://evil.example", "site.example", false)]
    [InlineData("HEAD", "cross-site", "", "site.example", false)]
    [InlineData("OPTIONS", "cross-site", "", "site.example", false)]
    public void IsRefused_OnlyForUnsafeRequestsOfOtherSites(string method, string fetchSite, string origin, string host, bool refused) =>
        Assert.Equal(refused, CrossSite.IsRefused(method, fetchSite, origin, new HostString(host)));
}
