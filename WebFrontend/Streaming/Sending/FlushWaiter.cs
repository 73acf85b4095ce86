using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

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
