using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

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
internal sealed class ConnectionWriter(ConnectionContext connection, Socket socket) : PipeWriter, IFileSender, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly SegmentQueue _queue = new();
    private readonly FlushWaiter _waiter = new();
    private bool _isOver;
    private bool _cancelsNext;
    private long _unflushed;

    // What is written: bytes into blocks of memory, and parts of files in their place.
    private readonly MemoryPool<byte> _pool = connection.Features.Get<IMemoryPoolFeature>()?.MemoryPool ?? MemoryPool<byte>.Shared;
    private IMemoryOwner<byte>? _block;
    private int _used;
    private Segment? _announced;

    // What is sent: by one loop at a time, until nothing waits.
    private readonly SegmentSender _sender = new(socket, connection.ConnectionClosed);
    private readonly List<Segment> _run = [];
    private bool _isSending;
    private TaskCompletionSource? _stopped;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _unflushed;

    /// <summary>How many times sending has begun; the same for as long as one sending lasts.</summary>
    public long Sendings { get; private set; }

    /// <summary>Whether bytes are on their way that the kernel has not taken.</summary>
    public bool IsSending => Volatile.Read(ref _isSending);

    /// <inheritdoc/>
    public bool TryAnnounce(ContentFile file, long offset, int count, ISendGate? gate = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        lock (_lock)
        {
            if (_announced is not null) throw new InvalidOperationException("A part of a file is announced already.");
            if (_isOver || !file.TryUse()) return false;
            _announced = new Segment(file, offset, count, gate);
            return true;
        }
    }

    /// <inheritdoc/>
    public bool TakeBack()
    {
        lock (_lock)
        {
            if (_announced is not { } part) return false;
            _announced = null;
            part.Dispose();
            return true;
        }
    }

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        lock (_lock)
        {
            var wanted = Math.Max(1, sizeHint);
            if (_block is not null && _block.Memory.Length - _used < wanted) EndBlock();
            _block ??= wanted <= _pool.MaxBufferSize ? _pool.Rent() : MemoryPool<byte>.Shared.Rent(wanted);
            return _block.Memory[_used..];
        }
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        lock (_lock)
        {
            if (_announced is { } part) AdvanceBy(part, bytes);
            else AdvanceBy(bytes);
            _unflushed += bytes;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (!source.IsEmpty)
        {
            source.Span.CopyTo(GetSpan(source.Length)); // In one block, so that it goes out at once.
            Advance(source.Length);
        }

        return FlushAsync(cancellationToken);
    }

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

    private void AdvanceBy(Segment part, int bytes)
    {
        if (bytes != part.Length) throw new InvalidOperationException($"A part of {part.Length} bytes was announced, but {bytes} were advanced by.");
        EndBlock();
        _announced = null;
        Enqueue(part);
    }

    private void AdvanceBy(int bytes)
    {
        if (bytes == 0) return;
        var room = _block is null ? 0 : _block.Memory.Length - _used;
        if (bytes < 0 || bytes > room) throw new ArgumentOutOfRangeException(nameof(bytes), bytes, "There is no memory to advance over.");
        _used += bytes;
    }

    /// <summary>What was written so far is to be sent as it stands.</summary>
    private void EndBlock()
    {
        if (_block is not { } block) return;
        if (_used > 0) Enqueue(new Segment(block, _used));
        else block.Dispose();
        (_block, _used) = (null, 0);
    }

    private void Enqueue(Segment segment)
    {
        if (_isOver) segment.Dispose();
        else _queue.Enqueue(segment);
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

/// <summary>
/// What a connection can do whose bytes the kernel may take straight from a file; a feature of connections that can. One
/// part of a file at a time is announced, then taken by the next advance of the response's body by as many bytes.
/// </summary>
internal interface IFileSender
{
    /// <summary>Announces a part of a file: the next advance by <paramref name="count"/> bytes stands for it.</summary>
    /// <param name="file">The file, which the caller uses at least until this returns.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <param name="gate">Lets its bytes pass, one after the other; null when all may.</param>
    /// <returns>False when the connection has ended.</returns>
    bool TryAnnounce(ContentFile file, long offset, int count, ISendGate? gate = null);

    /// <summary>Takes back an announcement that no advance has taken.</summary>
    /// <returns>Whether there was one: the connection's end was noticed in between.</returns>
    bool TakeBack();
}

/// <summary>The one flush of a connection that waits until all is sent; used again and again. Its owner sees to it that it ends once.</summary>
internal sealed class FlushWaiter : IValueTaskSource<FlushResult>
{
    private ManualResetValueTaskSourceCore<FlushResult> _core;
    private bool _isWaiting; // Under the owner's lock, as all but the ending.

    /// <summary>Begins to wait.</summary>
    public ValueTask<FlushResult> Wait()
    {
        if (_isWaiting) throw new InvalidOperationException("A flush waits already.");
        _core.Reset();
        _isWaiting = true;
        return new ValueTask<FlushResult>(this, _core.Version);
    }

    /// <summary>Whether the caller is the one to end a flush that waits. Under the owner's lock.</summary>
    public bool TryEnd()
    {
        var wasWaiting = _isWaiting;
        _isWaiting = false;
        return wasWaiting;
    }

    /// <summary>Ends the flush; what awaits it runs inside this call, so outside of the owner's lock.</summary>
    public void End(FlushResult result) => _core.SetResult(result);

    /// <summary>Ends the flush whose caller has cancelled it.</summary>
    public void Cancel(CancellationToken cancellationToken) => _core.SetException(new OperationCanceledException(cancellationToken));

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
