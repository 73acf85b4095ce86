namespace OrleansVideo.Streaming;

/// <summary>
/// Time since its start that also counts while the machine sleeps: a monotonic clock stands still then, the wall clock does
/// not. A forward jump of the wall clock by more than a second is counted as time passed; a backward one is ignored. So it
/// may run ahead, and never behind: right for whoever must stop in time, wrong for whoever frees what others hold.
/// </summary>
/// <param name="clock">The machine's clocks.</param>
public sealed class SuspensionClock(TimeProvider clock)
{
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Moment = Jump / 10;
    private readonly long _start = clock.GetTimestamp();
    private readonly Lock _lock = new();
    private volatile Anchor _anchor = new(TimeSpan.Zero, clock.GetUtcNow(), TimeSpan.Zero);

    /// <summary>Time passed, sleep included.</summary>
    public TimeSpan Now
    {
        get
        {
            var (monotonic, wall) = (clock.GetElapsedTime(_start), clock.GetUtcNow());
            var anchor = _anchor;
            var ahead = wall - anchor.Wall - (monotonic - anchor.Monotonic);
            return ahead.Duration() > Jump ? Jumped() : monotonic + anchor.Slept;
        }
    }

    private TimeSpan Jumped()
    {
        lock (_lock)
        {
            var (monotonic, wall) = ReadBoth();
            var ahead = wall - _anchor.Wall - (monotonic - _anchor.Monotonic);
            if (ahead.Duration() > Jump)
                _anchor = new Anchor(monotonic, wall, _anchor.Slept + (ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero));
            return monotonic + _anchor.Slept;
        }
    }

    /// <summary>
    /// Reads the two clocks in the same moment. A thread that loses the processor between them sees the wall clock ahead by as long, and
    /// nobody has slept: a machine that sleeps there moves no monotonic clock.
    /// </summary>
    private (TimeSpan Monotonic, DateTimeOffset Wall) ReadBoth()
    {
        while (true)
        {
            var (monotonic, wall) = (clock.GetElapsedTime(_start), clock.GetUtcNow());
            if (clock.GetElapsedTime(_start) - monotonic < Moment) return (monotonic, wall);
        }
    }

    private sealed record Anchor(TimeSpan Monotonic, DateTimeOffset Wall, TimeSpan Slept);
}
