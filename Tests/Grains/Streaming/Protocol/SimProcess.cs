using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>
/// A process of the simulated cluster: it can die, stand still, and be on a machine that sleeps. Its clocks start with it, and
/// are slow or fast by up to a fiftieth.
/// </summary>
internal abstract class SimProcess
{
    private readonly MachineClock _machine;
    private readonly SuspensionClock _awake;
    private TimeSpan _standsUntil;

    protected SimProcess(SimWorld world)
    {
        World = world;
        _machine = new MachineClock(world.Agenda, 0.98 + world.Dice.Below(5) / 100.0);
        _awake = new SuspensionClock(_machine);
    }

    public bool IsAlive { get; private set; } = true;

    protected SimWorld World { get; }

    /// <summary>The monotonic clock, which stands still while the machine sleeps.</summary>
    protected TimeSpan Monotonic => _machine.Monotonic;

    /// <summary>The clock that counts sleep as well.</summary>
    protected TimeSpan Awake => _awake.Now;

    public void Die() => IsAlive = false;

    /// <summary>Nothing happens in the process for so long; on a machine that sleeps, its monotonic clock stands still too.</summary>
    public void Stand(TimeSpan span, bool sleeps)
    {
        if (_standsUntil > World.Agenda.Now) return;
        _standsUntil = World.Agenda.Now + span;
        if (sleeps) _machine.Sleep(span);
    }

    /// <summary>It stands still no longer.</summary>
    public void Wake()
    {
        _standsUntil = World.Agenda.Now;
        _machine.Wake();
    }

    /// <summary>Something is to happen in the process: not before it runs again, and never when it has died.</summary>
    public void In(TimeSpan delay, Action action, bool isMessage = false) => World.Agenda.In(delay, () => Happen(action), isMessage);

    public Task Delay(TimeSpan delay, bool isMessage = false)
    {
        var passed = new TaskCompletionSource();
        In(delay, passed.SetResult, isMessage);
        return passed.Task;
    }

    private void Happen(Action action)
    {
        if (!IsAlive) return;
        if (_standsUntil > World.Agenda.Now) In(_standsUntil - World.Agenda.Now, action, isMessage: true);
        else action();
    }

    private sealed class MachineClock(Agenda agenda, double rate) : TimeProvider
    {
        private readonly TimeSpan _start = agenda.Now;
        private TimeSpan _sleptBefore;
        private TimeSpan _sleepsFrom;
        private TimeSpan _sleepsUntil;

        public TimeSpan Monotonic
        {
            get
            {
                var until = agenda.Now < _sleepsUntil ? agenda.Now : _sleepsUntil;
                return (agenda.Now - _start - _sleptBefore - (until - _sleepsFrom)) * rate;
            }
        }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Monotonic.Ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + (agenda.Now - _start) * rate;

        public void Sleep(TimeSpan span)
        {
            _sleptBefore += _sleepsUntil - _sleepsFrom;
            (_sleepsFrom, _sleepsUntil) = (agenda.Now, agenda.Now + span);
        }

        public void Wake()
        {
            if (_sleepsUntil > agenda.Now) _sleepsUntil = agenda.Now;
        }
    }
}
