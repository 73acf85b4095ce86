using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using CsCheck;
using Microsoft.AspNetCore.Connections;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.WebFrontend.Streaming;
using OrleansVideo.WebFrontend.Streaming.Sending;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Sending;

/// <summary>The writer alone, over a real pair of sockets.</summary>
public sealed class ConnectionWriterTests : IAsyncLifetime
{
    private const int FileLength = 3 << 20;
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _bytes = new byte[FileLength];
    private readonly DefaultConnectionContext _connection = new();
    private Socket _near = null!;
    private Socket _far = null!;
    private ContentFile _file = null!;
    private ConnectionWriter _writer = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Random.Shared.NextBytes(_bytes);
        await File.WriteAllBytesAsync(_folder.Combine("film"), _bytes, Cancelled);
        _file = new ContentFile(File.OpenHandle(_folder.Combine("film"), options: FileOptions.Asynchronous));
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await _far.ConnectAsync(listener.LocalEndPoint!, Cancelled);
        _near = await listener.AcceptAsync(Cancelled);
        _near.SendBufferSize = 64 * 1024; // So that the kernel does not take everything at once.
        _writer = new ConnectionWriter(_connection, _near);
    }

    public async ValueTask DisposeAsync()
    {
        _near.Dispose();
        _far.Dispose();
        await _writer.DisposeAsync();
        await _connection.DisposeAsync();
        _file.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Flush_WithNothingToSend_IsDone() => Assert.Equal((false, false), Of(await _writer.FlushAsync(Cancelled)));

    [Fact]
    public async Task CancelPendingFlush_WhileItWaits_EndsItAndLosesNothing()
    {
        Write(_bytes);
        var flush = _writer.FlushAsync(Cancelled);
        Assert.False(flush.IsCompleted, "the kernel took everything at once");

        _writer.CancelPendingFlush();
        Assert.Equal((true, false), Of(await flush));
        Write([1, 2, 3]);
        var next = _writer.FlushAsync(Cancelled).AsTask();

        Assert.Equal([.. _bytes, 1, 2, 3], await Read(FileLength + 3));
        Assert.Equal((false, false), Of(await next));
    }

    [Fact]
    public async Task CancelPendingFlush_WhenNoneWaits_CancelsTheNextAndNoOther()
    {
        _writer.CancelPendingFlush();

        Write([1]);
        Assert.Equal((true, false), Of(await _writer.FlushAsync(Cancelled)));
        Assert.Equal([1], await Read(1)); // It is on its way all the same.
        Write([2]);
        Assert.Equal((false, false), Of(await _writer.FlushAsync(Cancelled)));
        Assert.Equal([2], await Read(1));
    }

    [Fact]
    public async Task Flush_ThatItsCallerCancels_EndsAndLosesNothing()
    {
        using var caller = new CancellationTokenSource();
        Write(_bytes);
        var flush = _writer.FlushAsync(caller.Token).AsTask();

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
        Assert.Equal(_bytes, await Read(FileLength));
    }

    [Fact]
    public async Task Flush_OnAConnectionThatIsReset_SaysSoAndAborts()
    {
        Announce(0, FileLength);
        var flush = _writer.FlushAsync(Cancelled).AsTask();
        _far.Close(timeout: 0);

        Assert.Equal((false, true), Of(await flush));
        await Eventually.True("the connection was aborted", TimeSpan.FromSeconds(30), () => _connection.ConnectionClosed.IsCancellationRequested);
        Assert.False(_writer.TryAnnounce(_file, 0, 1));
        Write([1]);
        Assert.Equal((false, true), Of(await _writer.FlushAsync(Cancelled)));
        _file.Dispose();
        Assert.False(_file.TryUse(), "the writer has not let go of the file");
    }

    [Fact]
    public void Advance_ByAnotherCountThanAnnounced_IsRefused()
    {
        Assert.True(_writer.TryAnnounce(_file, 0, 10));
        Assert.Throws<InvalidOperationException>(() => _writer.Advance(9));
        Assert.True(_writer.TakeBack());
        Assert.False(_writer.TakeBack());
        Assert.Throws<ArgumentOutOfRangeException>(() => _writer.Advance(10));
    }

    /// <summary>Whatever is written, in whatever order, with flushes that are cancelled in between: that, and in that order, is what arrives.</summary>
    [Fact]
    public async Task Writes_OfAnyKind_ArriveInTheirOrder()
    {
        var step = Gen.Frequency((4, Gen.Int[0, 9_000]), (4, Gen.Int[10_000, 400_000]), (3, Gen.Const(-1)), (1, Gen.Const(-2)));
        await step.Array[0, 40].SampleAsync(Check, iter: 60, threads: 1);
    }

    /// <summary>A step is a count of bytes in memory (small) or of the file (large), a flush (-1), or a flush that is cancelled (-2).</summary>
    private async Task Check(int[] steps)
    {
        var expected = new List<byte>();
        foreach (var count in steps.Where(count => count >= 0)) expected.AddRange(_bytes.AsSpan(count, count));
        var read = Read(expected.Count);
        foreach (var count in steps)
        {
            switch (count)
            {
                case -2: _writer.CancelPendingFlush(); goto case -1;
                case -1: await _writer.FlushAsync(Cancelled); break;
                case < 10_000: Write(_bytes.AsSpan(count, count)); break;
                default: Announce(count, count); break;
            }
        }

        await _writer.FlushAsync(Cancelled); // Perhaps a cancelled one.
        await _writer.FlushAsync(Cancelled);
        Assert.True((await read).AsSpan().SequenceEqual([.. expected]));
    }

    private static (bool IsCanceled, bool IsCompleted) Of(FlushResult result) => (result.IsCanceled, result.IsCompleted);

    private void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = _writer.GetSpan();
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            _writer.Advance(count);
            bytes = bytes[count..];
        }
    }

    private void Announce(int offset, int count)
    {
        Assert.True(_writer.TryAnnounce(_file, offset, count));
        _writer.GetMemory(1);
        _writer.Advance(count);
    }

    private async Task<byte[]> Read(int count)
    {
        var (bytes, read) = (new byte[count], 0);
        while (read < count && await _far.ReceiveAsync(bytes.AsMemory(read), Cancelled) is > 0 and var more) read += more;
        Assert.Equal(count, read);
        return bytes;
    }
}
