namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>One at a time, in order, on simulated time.</summary>
internal sealed class SimGate(SimProcess process)
{
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private bool _isTaken;

    /// <returns>Whether it was entered; false when that took too long.</returns>
    public Task<bool> Wait(TimeSpan? patience = null)
    {
        if (!_isTaken)
        {
            _isTaken = true;
            return Task.FromResult(true);
        }

        var entered = new TaskCompletionSource<bool>();
        _waiting.Enqueue(entered);
        if (patience is { } span) process.In(span, () => entered.TrySetResult(false));
        return entered.Task;
    }

    public void Release()
    {
        while (_waiting.TryDequeue(out var next))
        {
            if (next.TrySetResult(true)) return;
        }

        _isTaken = false;
    }
}
