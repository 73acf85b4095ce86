using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Sending;

/// <summary>Which responses the kernel sends, and that the others get the same bytes.</summary>
public sealed class SuitsTests
{
    [Theory]
    [InlineData("1.1", true)]
    [InlineData("1.0", false)]
    public async Task Http1_InTheClear_SuitsWhenItCanKeepCount(string version, bool suits)
    {
        await using var host = await SendingHost.Start();
        await Expect(host, Version.Parse(version), suits);
    }

    [Fact]
    public async Task Http1_WhenSwitchedOff_DoesNotSuit()
    {
        await using var host = await SendingHost.Start(sendfile: false);
        await Expect(host, HttpVersion.Version11, suits: false);
    }

    [Fact]
    public async Task Http2_InTheClear_DoesNotSuit()
    {
        await using var host = await SendingHost.Start(protocols: HttpProtocols.Http2);
        await Expect(host, HttpVersion.Version20, suits: false);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Tls_DoesNotSuit(string version)
    {
        using var certificate = OwnCertificate.Create();
        await using var host = await SendingHost.Start(protocols: HttpProtocols.Http1AndHttp2, certificate: certificate);
        await Expect(host, Version.Parse(version), suits: false, certificate);
    }

    private static async Task Expect(SendingHost host, Version version, bool suits, X509Certificate2? certificate = null)
    {
        using var handler = new SocketsHttpHandler();
        if (certificate is not null) handler.SslOptions.RemoteCertificateValidationCallback = OwnCertificate.Alone(certificate);
        using var client = new HttpClient(handler)
        {
            BaseAddress = host.Address,
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var cancelled = TestContext.Current.CancellationToken;

        Assert.Equal(suits ? "true" : "false", await client.GetStringAsync("suits", cancelled));
        Assert.Equal(host.Bytes, await client.GetByteArrayAsync("film", cancelled));
        Assert.Equal(host.Bytes[77..3_000_077], await client.GetByteArrayAsync("film?from=77&count=3000000", cancelled));
    }
}
