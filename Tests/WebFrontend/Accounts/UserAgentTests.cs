using OrleansVideo.Accounts;
using OrleansVideo.WebFrontend.Accounts.Sessions;

namespace OrleansVideo.Tests.WebFrontend.Accounts;

public sealed class UserAgentTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge", "Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome", "Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "Safari", "macOS")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1", "Chrome", "iOS")]
    [InlineData("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome", "Android")]
    [InlineData("curl/8.5.0", "curl", null)]
    public void Device_IsNamedAsPeopleKnowIt(string header, string browser, string? system) =>
        Assert.Equal(new Device(browser, system), UserAgent.DeviceOf(header));

    [Fact]
    public void Device_OfAHeaderThatSaysNothingFit_IsUnknown()
    {
        foreach (var header in new[] { null, "", "  ", new string('x', 5000), "evil\u202Etxt/1" }) Assert.Equal(Device.Unknown, UserAgent.DeviceOf(header));
    }
}
