using System.Globalization;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>The simulation itself: one event after the other, on a clock that jumps from event to event; nothing but the ledger is real.</summary>
internal sealed class Evening
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(15);
    private static readonly Guid Video = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    private readonly Scenario _scenario;
    private readonly PermitLedger _ledger;
    private readonly Chance _chance;
    private readonly double[] _weights;
    private readonly SimulatedFrontend[] _frontends;
    private readonly SimulatedViewer?[] _viewers;
    private readonly PriorityQueue<(EventKind Kind, int Subject), TimeSpan> _events = new();
    private TimeSpan _now = Second;

    /// <param name="scenario">What is to happen.</param>
    /// <param name="limits">What the limiter goes by.</param>
    public Evening(Scenario scenario, PermitLimits limits)
    {
        (_scenario, _chance, Results) = (scenario, new Chance(scenario.Seed), new EveningResults(scenario));
        _viewers = new SimulatedViewer?[scenario.Viewers];
        _ledger = new PermitLedger(limits, epoch: 1, listed: [], recoversUntil: TimeSpan.Zero);
        _frontends = [.. Enumerable.Range(0, scenario.Frontends).Select(_ => new SimulatedFrontend())];
        var sum = 0d;
        _weights = [.. _frontends.Select(_ => sum += _chance.LogNormal(0.5))];
        for (var i = 0; i < _frontends.Length; i++)
        {
            _ledger.Admit(_frontends[i].Id, _now);
            _ledger.Report(new FrontendReport(_frontends[i].Next(), []), _now);
            _events.Enqueue((EventKind.Beat, i), _now + Second * i / _frontends.Length);
        }

        _events.Enqueue((EventKind.Look, 0), _now);
        _events.Enqueue((EventKind.Arrive, 0), _now);
    }

    /// <summary>What came of it.</summary>
    public EveningResults Results { get; }

    /// <summary>Runs until all have come and nobody waits any more.</summary>
    public void Run()
    {
        while (Results.Asked < _scenario.Viewers || Results.Line.Count > 0)
        {
            _events.TryDequeue(out var next, out _now);
            Handle(next.Kind, next.Subject);
        }

        Results.Close(_now, _frontends);
    }

    private T Ask<T>(MessageKind kind, Func<T> handle) => Results.Messages[kind].Measure(_now, Results.IsFull, handle);

    private void Handle(EventKind kind, int subject)
    {
        switch (kind)
        {
            case EventKind.Arrive:
                Arrive(subject);
                break;
            case EventKind.Poll:
                Poll(subject);
                break;
            case EventKind.Take:
                if (_viewers[subject] is not null) AskForStream(subject);
                break;
            case EventKind.GiveUp:
                GiveUp(subject);
                break;
            case EventKind.End:
                End(subject);
                break;
            case EventKind.Release:
                Release(subject);
                break;
            case EventKind.Beat:
                Beat(subject);
                break;
            default:
                Look();
                break;
        }
    }

    private void Arrive(int subject)
    {
        var frontend = _frontends[_chance.Index(_weights)];
        frontend.Asked++;
        Results.Asked++;
        _viewers[subject] = new SimulatedViewer
        {
            Playback = new PlaybackKey(string.Create(CultureInfo.InvariantCulture, $"viewer-{subject:000000000000000}"), Video),
            Address = string.Create(CultureInfo.InvariantCulture, $"10.{subject >> 17}.{subject >> 9 & 255}.{subject >> 1 & 255}"),
            Frontend = frontend,
            Asked = _now,
        };
        AskForStream(subject);
        if (subject + 1 < _scenario.Viewers)
            _events.Enqueue((EventKind.Arrive, subject + 1), _now + _chance.Exponential(Second / _scenario.ArrivalsPerSecond));
    }

    private void Beat(int subject)
    {
        var beat = _frontends[subject].Heartbeat(_now);
        var answer = Ask(MessageKind.Renew, () => _ledger.Renew(beat, _now));
        Results.Count(beat, answer);
        _events.Enqueue((EventKind.Beat, subject), _now + Second);
    }

    private void Look()
    {
        Ask(MessageKind.Settle, () =>
        {
            _ledger.Settle(_now);
            return _ledger.StrikeSilent(_now);
        });
        Results.Look(_ledger);
        _events.Enqueue((EventKind.Look, 0), _now + Second);
    }

    // What viewers do, and what their frontends say of it to the limiter.

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
