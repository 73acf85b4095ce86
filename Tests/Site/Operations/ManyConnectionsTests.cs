using System.Net;
using System.Net.Sockets;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>One address opens more connections than the process may have open files: the site lives, and others are served.</summary>
public sealed class ManyConnectionsTests
{
    private const int Connections = 1500;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Needs", "ffmpeg")]
    public async Task Flood_FromOneAddress_UnderAThousandOpenFiles_TouchesNobodyElse()
    {
        var metrics = FreePort.Next();
        var settings = SiteSettings.Roomy.With("Telemetry:MetricsPort", $"{metrics}").With("Network:MaxConnectionsPerAddress", "200");
        settings.FileLimit = 1024;
        await using var site = await SiteProcess.StartAsync(settings);
        using var owner = await site.NewMember();
        var film = await SampleVideos.Mp4FastStartAsync();
        var id = await owner.Publish(film);
        var flood = new List<Socket>();
        try
        {
            for (var i = 0; i < Connections; i++) flood.Add(await Connect(site.Port));

            await Eventually.True("what is too many has been closed", Soon, () => flood.Count(IsOpen) <= 160);
            Assert.InRange(flood.Count(IsOpen), 100, 160); // Half of the 320 that fit; the owner's are of the same address.
            using var honest = From("127.0.0.2", site.Address);
            Assert.Equal(HttpStatusCode.OK, (await honest.GetAsync("/health/ready", Cancelled)).StatusCode);
            Assert.Equal(await File.ReadAllBytesAsync(film, Cancelled), await honest.GetByteArrayAsync($"/videos/{id}", Cancelled));
            Assert.False(site.HasExited);
        }
        finally
        {
            foreach (var socket in flood) socket.Dispose();
        }

        using var machine = new SiteClient(new Uri($"http://127.0.0.1:{metrics}/"));
        var counted = (await machine.Get("/metrics")).Expect(200).Text.Split('\n').Single(line => line.StartsWith("orleansvideo_connections_refused_total{", StringComparison.Ordinal));
        Assert.Contains("limit=\"address\"", counted, StringComparison.Ordinal);
        Assert.Single(site.Log.Text.Split('\n'), line => line.Contains("more of its are closed at once", StringComparison.Ordinal));
        Assert.Single(site.Log.Text.Split('\n'), line => line.Contains("may open 1024 files and sockets, so it takes 320 connections", StringComparison.Ordinal));
        await Eventually.True("the address is served again", Soon, async () => await owner.TryGetStatus("/health/ready") == 200);
        Assert.Equal(0, await site.Stop());
    }

    private static async Task<Socket> Connect(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, Cancelled);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Taken, and closed before this end has heard that it was taken.
        }

        return socket;
    }

    /// <summary>Nobody has sent anything, so what can be read is the end.</summary>
    private static bool IsOpen(Socket socket) => socket.Connected && !socket.Poll(0, SelectMode.SelectRead);

    private static HttpClient From(string address, Uri site) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (context, cancelled) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancelled);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }) { BaseAddress = site };
}
