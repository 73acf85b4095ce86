namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>
/// Simulated time: what is due happens one after the other, in the order of its moments and then of its asking. As the
/// context of whatever awaits, it keeps all of it on one thread.
/// </summary>
internal sealed class Agenda : SynchronizationContext
{
    private readonly PriorityQueue<(Action Action, bool IsMessage), (TimeSpan At, long Order)> _due = new();
    private long _order;

    public TimeSpan Now { get; private set; }

    public void In(TimeSpan delay, Action action, bool isMessage = false) => _due.Enqueue((action, isMessage), (Now + delay, _order++));

    public override void Post(SendOrPostCallback d, object? state) => In(TimeSpan.Zero, () => d(state));

    /// <summary>A message takes so long.</summary>
    public Task Travel(TimeSpan delay)
    {
        var passed = new TaskCompletionSource();
        In(delay, passed.SetResult, isMessage: true);
        return passed.Task;
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="span">How much.</param>
    /// <param name="after">Called after whatever happened.</param>
    public void Pass(TimeSpan span, Action after)
    {
        var until = Now + span;
        while (_due.TryPeek(out var next, out var due) && due.At <= until)
        {
            _due.Dequeue();
            Now = due.At;
            next.Action();
            after();
        }

        Now = until;
    }

    /// <summary>Every message that is under way arrives now; so does what was to happen in a process that stood still.</summary>
    public void DeliverAll()
    {
        var all = _due.UnorderedItems.ToArray();
        _due.Clear();
        foreach (var (item, (at, order)) in all) _due.Enqueue(item, (item.IsMessage ? Now : at, order));
    }
}
