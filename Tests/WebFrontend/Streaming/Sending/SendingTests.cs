using System.Text;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Sending;

/// <summary>What arrives at the other end of a connection that the kernel sends files through.</summary>
public sealed class SendingTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private SendingHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await SendingHost.Start();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Film_Whole_IsBitForBit()
    {
        using var client = new HttpClient();

        Assert.Equal(_host.Bytes, await client.GetByteArrayAsync(new Uri(_host.Address, "film"), TestContext.Current.CancellationToken));
    }

    /// <summary>Everything is asked for before anything is read; one answer follows the other, each of its own kind and length.</summary>
    [Fact]
    public async Task Requests_InOnePipeline_AreAnsweredInOrder()
    {
        using var connection = await RawHttp.Connect(_host.Address);

        await connection.Send(Get("film?from=5&count=70000") + Get("text") + Head("film?count=900") + Get("nothing-here")
            + Get("film?from=100&count=1") + Get("film?from=300&count=3000000") + Get("text"));

        await ExpectFilm(connection, 5, 70_000);
        await ExpectWords(connection);
        Assert.Equal((200, 900), Status(await connection.ReadHead()));
        Assert.Equal((404, 0), Status(await connection.ReadHead()));
        await ExpectFilm(connection, 100, 1);
        await ExpectFilm(connection, 300, 3_000_000);
        await ExpectWords(connection);
    }

    [Fact]
    public async Task Connection_ThatIsToClose_ClosesAfterTheLastByte()
    {
        using var connection = await RawHttp.Connect(_host.Address);

        await connection.Send("GET /film?from=9&count=5000000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        await ExpectFilm(connection, 9, 5_000_000);
        Assert.Empty(await connection.ReadToEnd());
    }

    /// <summary>Half a close tells this server that nobody listens any more: what still comes is right, and it ends.</summary>
    [Fact]
    public async Task Client_ThatClosesItsHalf_GetsNothingWrongAndAnEnd()
    {
        using var connection = await RawHttp.Connect(_host.Address);

        await connection.Send(Get("film"));
        await connection.ReadHead();
        connection.CloseSending();

        var (received, _) = await connection.ReadUntilEnd(SendingHost.Length + 1);
        Assert.Equal(_host.Bytes[..received.Length], received);
        await Eventually.True("its connection is gone", Soon, () => !_host.Stalls.Watched.Any());
    }

    [Fact]
    public async Task File_ThatIsRemovedInMidSend_IsSentToItsEnd()
    {
        using var connection = await RawHttp.Connect(_host.Address);
        await connection.Send(Get("film"));
        var head = await connection.ReadHead();

        File.Delete(_host.Path);
        _host.Film.Dispose(); // As the cache does when the video is deleted: the response is the last user.

        Assert.Equal((200, SendingHost.Length), Status(head));
        Assert.Equal(_host.Bytes, await connection.ReadBytes(SendingHost.Length));
        await Eventually.True("the file is closed", Soon, () => !_host.Film.TryUse());
        await File.WriteAllBytesAsync(_host.Path, _host.Bytes, TestContext.Current.CancellationToken);
        _host.Film = _host.Open();
    }

    /// <summary>The rest can't come: the connection ends, so that nobody takes a part for the whole, and only that one.</summary>
    [Fact]
    public async Task File_ThatIsCutShortInMidSend_EndsTheConnection()
    {
        using var connection = await RawHttp.Connect(_host.Address);
        using var other = await RawHttp.Connect(_host.Address);
        await connection.Send(Get("film"));
        await connection.ReadHead();

        await using (var file = new FileStream(_host.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(SendingHost.Length - 1);

        var (received, wasWhole) = await connection.ReadUntilEnd(SendingHost.Length);
        Assert.False(wasWhole);
        Assert.Equal(_host.Bytes[..received.Length], received);
        await other.Send(Get("film?from=40&count=50"));
        await ExpectFilm(other, 40, 50);
    }

    [Fact]
    public async Task Guard_ThatLetsNoMorePass_EndsTheConnection()
    {
        var allowed = 0;
        _host.Guard = bytes => (allowed += bytes) < 2_000_000;
        using var connection = await RawHttp.Connect(_host.Address);
        await connection.Send(Get("film"));
        await connection.ReadHead();

        var (received, wasWhole) = await connection.ReadUntilEnd(SendingHost.Length);

        Assert.False(wasWhole);
        Assert.InRange(received.Length, 1, 2_000_000);
        Assert.Equal(_host.Bytes[..received.Length], received);
    }

    /// <summary>A stop lets a response come to its end, though most of it has not been sent when the stop begins.</summary>
    [Fact]
    public async Task Stop_WhileSending_LetsTheResponseEnd()
    {
        using var connection = await RawHttp.Connect(_host.Address);
        await connection.Send(Get("film"));
        await connection.ReadHead();

        var stop = _host.Stop();

        Assert.Equal(_host.Bytes, await connection.ReadBytes(SendingHost.Length));
        await stop.WaitAsync(Soon, TestContext.Current.CancellationToken);
    }

    private static string Get(string path) => $"GET /{path} HTTP/1.1\r\nHost: x\r\n\r\n";

    private static string Head(string path) => $"HEAD /{path} HTTP/1.1\r\nHost: x\r\n\r\n";

    private static (int Status, int Length) Status(string head) => (RawHttp.StatusOf(head), RawHttp.LengthOf(head));

    private async Task ExpectFilm(RawHttp connection, int from, int count)
    {
        Assert.Equal((200, count), Status(await connection.ReadHead()));
        Assert.Equal(_host.Bytes[from..(from + count)], await connection.ReadBytes(count));
    }

    private static async Task ExpectWords(RawHttp connection)
    {
        Assert.Equal((200, SendingHost.Words.Length), Status(await connection.ReadHead()));
        Assert.Equal(Encoding.ASCII.GetBytes(SendingHost.Words), await connection.ReadBytes(SendingHost.Words.Length));
    }
}
