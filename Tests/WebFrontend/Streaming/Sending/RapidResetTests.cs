using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Sending;

/// <summary>
/// Clients that ask and reset as fast as they can (CVE-2023-44487), or go away without a word: their connections end, and a stop waits
/// for none of them.
/// </summary>
public sealed class RapidResetTests
{
    private const int Connections = 30;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RapidReset_LeavesNoConnection_AndTheStopIsQuick(bool isSecure)
    {
        using var certificate = OwnCertificate.Create();
        await using var host = await Start(isSecure ? certificate : null);
        for (var round = 0; round < 3; round++)
        {
            var clients = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => RawHttp2.Connect(host.Address, isSecure ? certificate : null)));
            await Task.WhenAll(clients.Select(async (client, i) =>
            {
                await client.Ask("/film", 20);
                for (var batch = 0; batch < 20 && await client.AskAndReset("/film", 50); batch++) await Task.Yield();
                if (i % 2 == 0) client.Abort();
            }));
            foreach (var client in clients) client.Dispose();
        }

        await Eventually.True("all connections have ended", Soon, () =>
        {
            host.Stalls.Look();
            return host.Connections == 0;
        });
        Assert.Empty(host.Stalls.Watched);
        await ExpectQuickStop(host);
    }

    /// <summary>They stay, and take nothing: the stop is not theirs to delay.</summary>
    [Theory, Trait("Set", "Long")] // On a busy machine answers may still be on their way to those who take nothing, and Kestrel waits for them.
    [InlineData(false)]
    [InlineData(true)]
    public async Task RapidReset_ByClientsWhoStay_DoesNotDelayTheStop(bool isSecure)
    {
        using var certificate = OwnCertificate.Create();
        await using var host = await Start(isSecure ? certificate : null);
        var clients = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => RawHttp2.Connect(host.Address, isSecure ? certificate : null)));
        await Task.WhenAll(clients.Select(async client =>
        {
            for (var batch = 0; batch < 20 && await client.AskAndReset("/film", 50); batch++) await Task.Yield();
        }));

        await ExpectQuickStop(host);

        Assert.Equal(0, host.Connections);
        foreach (var client in clients) client.Dispose();
    }

    /// <summary>The stall rule holds for connections that the server writes to by itself, too.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Client_ThatTakesNothing_LosesItsConnectionAfterTheTime(bool isSecure)
    {
        using var certificate = OwnCertificate.Create();
        await using var host = await Start(isSecure ? certificate : null);
        using var client = await RawHttp2.Connect(host.Address, isSecure ? certificate : null);
        Assert.True(await client.Ask("/film", 1));
        var before = 0UL;
        await Eventually.Settles("the kernel takes no more", TimeSpan.FromMilliseconds(300), Soon, () =>
        {
            if (host.Stalls.Watched.SingleOrDefault() is not { } watched) return false;
            var (last, now) = (before, watched.Acknowledged ?? 0);
            before = now;
            return watched.IsSending && last == now;
        });
        host.Stalls.Look();

        host.Clock.Advance(TimeSpan.FromSeconds(19));
        host.Stalls.Look();
        Assert.Equal(1, host.Connections);
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        host.Stalls.Look();

        await Eventually.True("its connection has ended", Soon, () => host.Connections == 0);
    }

    /// <summary>No writer of ours stands where files can't be sent by the kernel anyway.</summary>
    [Theory]
    [InlineData(HttpProtocols.Http1, false, true)]
    [InlineData(HttpProtocols.Http1AndHttp2, false, true)]
    [InlineData(HttpProtocols.Http2, false, false)]
    [InlineData(HttpProtocols.Http1, true, false)]
    [InlineData(HttpProtocols.Http1AndHttp2, true, false)]
    public async Task Writer_IsThereForHttp1WithoutTlsAlone(HttpProtocols protocols, bool isSecure, bool isThere)
    {
        using var certificate = OwnCertificate.Create();
        await using var host = await SendingHost.Start(protocols: protocols, certificate: isSecure ? certificate : null);
        using var client = await RawHttp.Connect(host.Address);

        await Eventually.True("the connection is watched", Soon, () => host.Stalls.Watched.Any());

        Assert.Equal(isThere, host.Stalls.Watched.Single().Writer is not null);
    }

    private static Task<SendingHost> Start(X509Certificate2? certificate) => SendingHost.Start(protocols: HttpProtocols.Http2, certificate: certificate);

    private static async Task ExpectQuickStop(SendingHost host)
    {
        var clock = Stopwatch.StartNew();
        await host.Stop().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"The stop took {clock.Elapsed}.");
    }
}
