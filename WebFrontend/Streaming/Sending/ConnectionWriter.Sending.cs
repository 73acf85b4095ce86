using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>What is sent: by one loop at a time, until nothing waits.</summary>
internal sealed partial class ConnectionWriter
{
    private readonly SegmentSender _sender = new(socket, connection.ConnectionClosed);
    private readonly List<Segment> _run = [];
    private bool _isSending;
    private TaskCompletionSource? _stopped;

    /// <summary>How many times sending has begun; the same for as long as one sending lasts.</summary>
    public long Sendings { get; private set; }

    /// <summary>Whether bytes are on their way that the kernel has not taken.</summary>
    public bool IsSending => Volatile.Read(ref _isSending);

    /// <summary>
    /// The connection is closed: nothing more is sent, and nobody waits for what was on its way, be it that the kernel never says what
    /// became of that.
    /// </summary>
    public void LetGo()
    {
        bool waits;
        lock (_lock)
        {
            End();
            _stopped?.TrySetResult();
            waits = _waiter.TryEnd();
        }

        if (waits) _waiter.End(new FlushResult(isCanceled: false, isCompleted: true));
    }

    /// <summary>The server is done with the connection: waits until what it wrote is with the kernel, or lost.</summary>
    public async ValueTask DisposeAsync()
    {
        Task stopped;
        lock (_lock)
        {
            _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
            stopped = _isSending && !_isOver ? _stopped.Task : Task.CompletedTask;
        }

        await stopped;
        lock (_lock) End();
    }

    /// <summary>Whether the caller is to send. Under the lock.</summary>
    private bool TryBegin()
    {
        if (_isSending || _queue.IsEmpty) return false;
        Sendings++;
        return _isSending = true;
    }

    private async Task SendAll()
    {
        try
        {
            while (TryTake())
            {
                try
                {
                    await _sender.Send(_run);
                }
                finally
                {
                    foreach (var segment in _run) segment.Dispose();
                    _run.Clear();
                }
            }
        }
#pragma warning disable CA1031 // Whatever it was, the flush must end, and the connection with it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e); // The other side is gone, or the file is not what it was: what was promised can't be kept.
        }
    }

    /// <summary>Takes what to send next; when nothing waits, sending is over, and so is the flush.</summary>
    private bool TryTake()
    {
        bool waits;
        lock (_lock)
        {
            if (_queue.TryTake(_run)) return true;
            waits = Stop();
        }

        if (waits) _waiter.End(new FlushResult(isCanceled: false, isCompleted: false));
        return false;
    }

    private void Fail(Exception e)
    {
        bool waits;
        lock (_lock)
        {
            End();
            waits = Stop();
        }

        connection.Abort(new ConnectionAbortedException("The response could not be sent.", e));
        if (waits) _waiter.End(new FlushResult(isCanceled: false, isCompleted: true));
    }

    /// <summary>Sending is over. Under the lock.</summary>
    /// <returns>Whether a flush waits for the caller to end it.</returns>
    private bool Stop()
    {
        _isSending = false;
        _stopped?.TrySetResult();
        return _waiter.TryEnd();
    }

    /// <summary>Nothing is sent any more. Under the lock.</summary>
    private void End()
    {
        _isOver = true;
        _queue.Clear();
        _announced?.Dispose();
        _block?.Dispose();
        (_announced, _block, _used) = (null, null, 0);
    }
}
