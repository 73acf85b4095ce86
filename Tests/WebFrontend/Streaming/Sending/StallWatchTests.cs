using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Sending;

/// <summary>A client that takes nothing loses its connection, one that takes a little does not. Time is the test's own.</summary>
public sealed class StallWatchTests : IAsyncLifetime
{
    private const string Film = "GET /film HTTP/1.1\r\nHost: x\r\n\r\n";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan NearlyTooLong = TimeSpan.FromSeconds(19);
    private SendingHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await SendingHost.Start();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private int Sending => _host.Stalls.Watched.Count(writer => writer.IsSending);

    private ulong Acknowledged => _host.Stalls.Watched.Aggregate(0UL, (sum, writer) => sum + (writer.Acknowledged ?? 0));

    [Fact]
    public async Task Client_ThatTakesNothing_LosesItsConnectionAfterTheTime()
    {
        using var connection = await Stalled();

        Pass(NearlyTooLong);
        Assert.Equal(1, Sending);
        Pass(TimeSpan.FromSeconds(2));

        await Eventually.True("its response has ended", Soon, () => Sending == 0);
        var (received, wasWhole) = await connection.ReadUntilEnd(SendingHost.Length);
        Assert.False(wasWhole);
        Assert.Equal(_host.Bytes[..received.Length], received);
    }

    [Fact]
    public async Task Client_ThatTakesALittleNowAndThen_KeepsIt()
    {
        using var connection = await Stalled();
        var received = new List<byte>();

        for (var i = 0; i < 4; i++)
        {
            Pass(NearlyTooLong);
            var before = Acknowledged;
            received.AddRange(await connection.ReadBytes(1_500_000));
            await Eventually.True("the server has heard of it", Soon, () => Acknowledged > before);
            _host.Stalls.Look();
        }

        received.AddRange(await connection.ReadBytes(SendingHost.Length - received.Count));
        Assert.Equal(_host.Bytes, received);
    }

    [Fact]
    public async Task Client_ThatAsksForNothing_IsNotStalled()
    {
        using var connection = await RawHttp.Connect(_host.Address);
        await connection.Send("GET /film?count=3 HTTP/1.1\r\nHost: x\r\n\r\n");
        await connection.ReadHead();
        await connection.ReadBytes(3);

        Pass(TimeSpan.FromSeconds(15));
        Pass(TimeSpan.FromSeconds(15));
        await connection.Send("GET /film?count=4 HTTP/1.1\r\nHost: x\r\n\r\n");

        await connection.ReadHead();
        Assert.Equal(_host.Bytes[..4], await connection.ReadBytes(4));
    }

    /// <summary>A connection whose other side has stopped reading, seen so by a first look.</summary>
    private async Task<RawHttp> Stalled()
    {
        var connection = await RawHttp.Connect(_host.Address, receiveBuffer: 64 * 1024); // So that only what is read is confirmed.
        await connection.Send(Film);
        await connection.ReadHead();
        var before = 0UL;
        await Eventually.Settles("the kernel takes no more", TimeSpan.FromMilliseconds(300), Soon, () =>
        {
            var (last, now) = (before, Acknowledged);
            before = now;
            return Sending == 1 && last == now;
        });
        _host.Stalls.Look();
        return connection;
    }

    private void Pass(TimeSpan time)
    {
        _host.Clock.Advance(time);
        _host.Stalls.Look();
    }
}
