using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>
/// A frontend: the real link and the real playbacks, in a shell that does, line by line, what Playbacks and StreamLimiterClient do. Viewers read
/// a piece a second, and close their requests by themselves.
/// </summary>
internal sealed partial class SimFrontend : SimProcess
{
    private readonly Frontend _self = new();
    private readonly LimiterLink _link;
    private readonly StreamingOptions _options;
    private readonly Dictionary<PlaybackKey, Entry> _all = [];
    private SimLimiter? _route;
    private SimLimiter? _only;
    private TimeSpan _mayLeaveAt;
    private TimeSpan _isBackAt;
    private bool _stops;

    public SimFrontend(SimWorld world)
        : base(world)
    {
        _link = new LimiterLink(_self);
        _reporting = new SimGate(this);
        _options = new StreamingOptions { Linger = world.Linger, StallHold = world.Linger * 2 };
        World.Watch(Beat());
        World.Watch(Crowd());
    }

    public bool IsCut => _isBackAt > World.Agenda.Now;

    /// <summary>The playbacks whose bytes may flow from here now, each under its lease. No request is open once the frontend stops.</summary>
    public IEnumerable<(PlaybackKey Playback, Guid Lease)> Valid()
    {
        if (!IsAlive || _stops) yield break;
        var now = Awake;
        foreach (var (key, entry) in _all)
        {
            if (entry.Playback.IsValid(now)) yield return (key, entry.Playback.Lease!.Value);
        }
    }

    public void Cut(TimeSpan span) => (_isBackAt, _mayLeaveAt) = (World.Agenda.Now + span, TimeSpan.Zero);

    /// <summary>To which limiter the next message goes: the directory may be wrong.</summary>
    public SimLimiter Route()
    {
        if (_only is { IsAlive: true } only && _mayLeaveAt > World.Agenda.Now) return only;
        if (World.Network.IsRough && World.Dice.OneIn(30)) return World.AnyLimiter();
        if (_route is not { IsAlive: true }) _route = World.LatestLimiter();
        return _route;
    }

    public void RouteTo(SimLimiter? limiter) => _route = limiter;

    /// <summary>For so long it reaches no other limiter than that one.</summary>
    public void StayWith(SimLimiter limiter, TimeSpan span) => (_only, _mayLeaveAt) = (limiter, World.Agenda.Now + span);

    /// <summary>A message was not answered: the next looks for the limiter again.</summary>
    public void Lost()
    {
        if (World.Network.IsRough ? World.Dice.OneIn(2) : true) _route = null;
    }

    /// <summary>A viewer's request, which takes a piece a second.</summary>
    public async Task<bool> Play(PlaybackKey key, int pieces)
    {
        if (_stops) return false;
        var entry = Enter(key);
        entry.Playback.Requests++;
        try
        {
            var revocations = entry.Playback.Revocations;
            for (var piece = 0; piece <= pieces && !_stops && (piece == 0 || !World.IsQuiet); piece++)
            {
                if (entry.Playback.Revocations != revocations || await Ensure(entry) is not null) return false;
                if (piece < pieces) await Delay(TimeSpan.FromSeconds(1));
            }

            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            entry.Playback.Requests--;
            entry.Playback.LastActivity = Awake;
        }
    }

    /// <summary>Somebody always wants to see something, so that a token that is free by mistake is taken.</summary>
    private async Task Crowd()
    {
        while (!_stops && !World.IsQuiet)
        {
            await Delay(TimeSpan.FromSeconds(1) + World.Dice.UpTo(TimeSpan.FromSeconds(2)));
            if (!World.IsQuiet) World.Watch(Play(SimWorld.SomePlayback(World.Dice.Below(8)), World.Dice.Below(16)));
        }
    }

    private Entry Enter(PlaybackKey key)
    {
        if (!_all.TryGetValue(key, out var entry)) _all.Add(key, entry = new Entry(new Playback(key, "10.0.0.1"), new SimGate(this)));
        return entry;
    }

    private bool IsCurrent(Entry entry) => _all.GetValueOrDefault(entry.Playback.Key) == entry;

    private Task<T> Call<T>(Func<SimLimiter, Task<T>> call) => World.Network.Call(this, call);

    /// <summary>Another thread runs meanwhile.</summary>
    private Task Hiccup() => World.Network.IsRough && World.Dice.OneIn(8) ? Delay(World.Dice.UpTo(TimeSpan.FromSeconds(1))) : Task.CompletedTask;

    private sealed class Entry(Playback playback, SimGate gate)
    {
        public Playback Playback => playback;

        public SimGate Gate => gate;
    }
}
