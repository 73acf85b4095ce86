using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>
/// The only writer of a connection's socket: what the server writes, and parts of files that stand for advances of it, go
/// out in one order. A flush waits until the kernel has taken everything; that is all the back-pressure there is.
/// </summary>
/// <remarks>
/// The server serialises its writes, but a flush that was cancelled leaves its bytes on their way while the next ones come:
/// so what is written and what is being sent meet under a lock, which is never held while the kernel or the server is called.
/// </remarks>
/// <param name="connection">The connection, to be aborted when its bytes can't be sent.</param>
/// <param name="socket">Its socket.</param>
internal sealed partial class ConnectionWriter(ConnectionContext connection, Socket socket) : PipeWriter, IFileSender, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly SegmentQueue _queue = new();
    private readonly FlushWaiter _waiter = new();
    private bool _isOver;
    private bool _cancelsNext;
    private long _unflushed;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _unflushed;

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<FlushResult>(cancellationToken);
        bool begins;
        lock (_lock)
        {
            EndBlock();
            _unflushed = 0;
            begins = TryBegin();
        }

        if (begins) _ = SendAll(); // It ends in the waiter, and in nothing else.
        ValueTask<FlushResult> waiting;
        lock (_lock)
        {
            if (_cancelsNext) return new(Cancelled());
            if (!_isSending || _isOver) return new(new FlushResult(isCanceled: false, isCompleted: _isOver));
            waiting = _waiter.Wait();
        }

        return cancellationToken.CanBeCanceled ? WithCancellation(waiting, cancellationToken) : waiting;
    }

    /// <summary>The flush that waits, else the next one, ends as cancelled; the bytes stay on their way.</summary>
    public override void CancelPendingFlush()
    {
        lock (_lock)
        {
            if (!_waiter.TryEnd())
            {
                _cancelsNext = true;
                return;
            }
        }

        _waiter.End(new FlushResult(isCanceled: true, isCompleted: false));
    }

    /// <summary>Nothing more will be written. What was flushed still goes out: <see cref="DisposeAsync"/> waits for it.</summary>
    public override void Complete(Exception? exception = null)
    {
    }

    private async ValueTask<FlushResult> WithCancellation(ValueTask<FlushResult> waiting, CancellationToken cancellationToken)
    {
        await using var _ = cancellationToken.UnsafeRegister(
            static (writer, token) => ((ConnectionWriter)writer!).CancelFlush(token), this);
        return await waiting;
    }

    private void CancelFlush(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_waiter.TryEnd()) return;
        }

        _waiter.Cancel(cancellationToken);
    }

    private FlushResult Cancelled()
    {
        _cancelsNext = false;
        return new FlushResult(isCanceled: true, isCompleted: _isOver);
    }
}
