using OrleansVideo.WebFrontend.Network;

namespace OrleansVideo.Tests.WebFrontend.Network;

public sealed class KnownProxiesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" , ", "")]
    [InlineData("10.0.0.7", "10.0.0.7/32")]
    [InlineData("10.0.0.0/8, ::1", "10.0.0.0/8 ::1/128")]
    public void List_OfAddressesAndNetworks_IsRead(string list, string expected)
    {
        Assert.True(KnownProxies.TryParse(list, out var networks, out _));
        Assert.Equal(expected, string.Join(' ', networks));
    }

    [Theory]
    [InlineData("proxy.example", "proxy.example")]
    [InlineData("10.0.0.1, 10.0.0.1/33", "10.0.0.1/33")]
    [InlineData("*", "*")]
    public void List_WithAnythingElse_NamesIt(string list, string entry)
    {
        Assert.False(KnownProxies.TryParse(list, out _, out var unreadable));
        Assert.Equal(entry, unreadable);
    }
}
