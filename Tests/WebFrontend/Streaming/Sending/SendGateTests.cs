using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.WebFrontend.Streaming.Sending;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Sending;

/// <summary>A piece that a slow client stretches can be held back in its middle, let go on, and ended there.</summary>
public sealed class SendGateTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly TestGate _gate = new();
    private SendingHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await SendingHost.Start();
        _host.Gate = _gate;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _gate.Dispose();
    }

    private ulong Acknowledged => _host.Stalls.Watched.Aggregate(0UL, (sum, writer) => sum + (writer.Acknowledged ?? 0));

    [Fact]
    public async Task Gate_ThatCloses_StopsAPieceInItsMiddle_AndOpenAgainItGoesOnBitForBit()
    {
        using var connection = await Stalled();

        _gate.Close();
        var reading = connection.ReadBytes(SendingHost.Length); // As fast as it can, from here on.
        await Settles();
        Assert.False(reading.IsCompleted);
        var held = Acknowledged;
        _gate.Open();

        Assert.Equal(_host.Bytes, await reading);
        Assert.InRange(held, 1UL, (ulong)SendingHost.Length / 2);
    }

    [Fact]
    public async Task Gate_ThatOpensAndClosesAllTheTime_LosesNoByteAndRepeatsNone()
    {
        using var connection = await RawHttp.Connect(_host.Address, receiveBuffer: 64 * 1024);
        await connection.Send("GET /film HTTP/1.1\r\nHost: x\r\n\r\n");
        await connection.ReadHead();
        var reading = connection.ReadBytes(SendingHost.Length);

        while (!reading.IsCompleted)
        {
            _gate.Close();
            await Task.Yield();
            _gate.Open();
        }

        Assert.Equal(_host.Bytes, await reading);
    }

    [Fact]
    public async Task AnswerThatIsEndedBehindAClosedGate_EndsTheConnection()
    {
        using var connection = await Stalled();
        _gate.Close();

        _gate.End();

        var (received, wasWhole) = await connection.ReadUntilEnd(SendingHost.Length);
        Assert.False(wasWhole);
        Assert.Equal(_host.Bytes[..received.Length], received);
        await Eventually.True("its connection is gone", Soon, () => !_host.Stalls.Watched.Any());
    }

    /// <summary>Nobody opens the gate any more, as while the cluster is away: who goes, or is ended for standing still, is gone all the same.</summary>
    [Fact]
    public async Task ConnectionThatEndsBehindAClosedGate_LeavesNothingBehind()
    {
        using var connection = await Stalled();
        _gate.Close();
        await Settles();

        connection.Abort();

        await Eventually.True("its connection is gone", Soon, () => !_host.Stalls.Watched.Any());
    }

    /// <summary>A connection in the middle of a piece whose other side has stopped reading.</summary>
    private async Task<RawHttp> Stalled()
    {
        var connection = await RawHttp.Connect(_host.Address, receiveBuffer: 64 * 1024);
        await connection.Send("GET /film HTTP/1.1\r\nHost: x\r\n\r\n");
        await connection.ReadHead();
        await Settles();
        return connection;
    }

    private Task Settles()
    {
        var before = 0UL;
        return Eventually.Settles("nothing more is taken", TimeSpan.FromMilliseconds(300), Soon, () =>
        {
            var (last, now) = (before, Acknowledged);
            before = now;
            return last == now;
        });
    }

    private sealed class TestGate : ISendGate, IDisposable
    {
        private readonly Lock _lock = new();
        private CancellationTokenSource _interruption = new();
        private TaskCompletionSource _changed = New();
        private bool _isOpen = true;

        public bool IsOpen
        {
            get
            {
                lock (_lock) return _isOpen;
            }
        }

        public CancellationToken Interruption
        {
            get
            {
                lock (_lock) return _interruption.Token;
            }
        }

        public bool IsBeyondReach { get; set; }

        public void Dispose() => _interruption.Dispose();

        public Task Changed()
        {
            lock (_lock) return _isOpen ? Task.CompletedTask : _changed.Task;
        }

        public void Close()
        {
            CancellationTokenSource interruption;
            lock (_lock) (_isOpen, interruption, _interruption) = (false, _interruption, new CancellationTokenSource());
            interruption.Cancel();
        }

        public void Open()
        {
            TaskCompletionSource changed;
            lock (_lock) (_isOpen, changed, _changed) = (true, _changed, New());
            changed.TrySetResult();
        }

        public void End()
        {
            lock (_lock) _changed.TrySetCanceled();
        }

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
