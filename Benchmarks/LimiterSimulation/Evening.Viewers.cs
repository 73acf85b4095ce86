using OrleansVideo.Streaming;

namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>What viewers do, and what their frontends say of it to the limiter.</summary>
internal sealed partial class Evening
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(15);

    private void AskForStream(int subject)
    {
        var viewer = _viewers[subject]!;
        var free = _ledger.Capacity - _ledger.Held;
        var answer = Ask(MessageKind.Acquire, () => _ledger.Acquire(new StreamRequest(viewer.Frontend.Next(), viewer.Playback, viewer.Address), _now));
        if (answer.Lease is { } lease) Admit(subject, viewer, lease.Id, free);
        else if (answer.Refusal is { Code: RefusalCode.StreamsExhausted, RetryAfter: { } retry }) Wait(subject, viewer, retry);
        else throw new InvalidOperationException($"Neither token nor place: {answer}.");
    }

    private void Admit(int subject, SimulatedViewer viewer, Guid lease, int free)
    {
        Results.Line.LetIn(viewer.Ticket, free, _now);
        if (viewer.Ticket is { } ticket) Results.Line.Leave(ticket);
        viewer.Ticket = null;
        viewer.Frontend.Admitted++;
        viewer.Frontend.Add(viewer, lease, _now);
        Results.Delays.Add(_now - viewer.Asked);
        _events.Enqueue((EventKind.End, subject), _now + _scenario.MedianWatch * _chance.LogNormal(1));
    }

    /// <summary>The page asks for the place in time to keep it, however long the wait is said to be.</summary>
    private void Wait(int subject, SimulatedViewer viewer, TimeSpan retry)
    {
        if (viewer.Ticket is null)
        {
            viewer.Ticket = Results.Line.Enter(_now);
            _events.Enqueue((EventKind.GiveUp, subject), _now + _chance.Exponential(_scenario.MeanPatience));
        }

        _events.Enqueue((EventKind.Poll, subject), _now + TimeSpan.FromSeconds(Math.Min(4, retry.TotalSeconds)));
    }

    private void Poll(int subject)
    {
        if (_viewers[subject] is not { Ticket: { } ticket } viewer) return;
        var place = Ask(MessageKind.Place, () => _ledger.Place(viewer.Playback, _now));
        if (place is null)
        {
            Results.PlacesLost++;
            Results.Line.Leave(ticket);
            viewer.Ticket = Results.Line.Enter(_now); // At the end, as the limiter will have it.
        }

        if (place is null or { Position: 0 }) _events.Enqueue((EventKind.Take, subject), _now + _scenario.Reaction);
        else _events.Enqueue((EventKind.Poll, subject), _now + TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(place.RetryAfter.TotalSeconds))));
    }

    private void GiveUp(int subject)
    {
        if (_viewers[subject] is not { Ticket: { } ticket } viewer) return;
        Results.Abandoned++;
        Results.Line.Leave(ticket);
        _viewers[subject] = null;
        if (_chance.Happens(_scenario.SayGoodbye)) SayGoodbye(viewer);
    }

    private void End(int subject)
    {
        if (!_chance.Happens(_scenario.SayGoodbye))
        {
            _events.Enqueue((EventKind.Release, subject), _now + Linger);
            return;
        }

        var viewer = _viewers[subject]!;
        Release(subject);
        SayGoodbye(viewer);
    }

    private void Release(int subject)
    {
        var viewer = _viewers[subject]!;
        var lease = viewer.Frontend.Remove(viewer);
        var outcome = Ask(MessageKind.Release, () => _ledger.Release(viewer.Frontend.Next(), lease, _now));
        if (outcome != LimiterOutcome.Done) throw new InvalidOperationException($"Not released: {outcome}.");
        _viewers[subject] = null;
    }

    private void SayGoodbye(SimulatedViewer viewer) => Ask(MessageKind.Leave, () =>
    {
        _ledger.Leave(viewer.Playback);
        return true;
    });
}
