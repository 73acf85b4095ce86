namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// For how long a page's beats alone keep a playback's lease. Who plays takes bytes: those that were taken last for as long as the
/// file lasts on average, and a minute longer; who pauses may do so for five minutes. Beats of somebody who takes nothing keep nothing
/// any more, and the next request for bytes asks for a lease again. All moments are time stamps of one clock.
/// </summary>
internal sealed class BeatBudget
{
    /// <summary>For how long a playback plays beyond what its bytes last for on average: parts of a file may need fewer.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <summary>For how long a playback may be paused.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>For how long bytes taken in advance count: a small file that is taken whole is no seat for a day.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(10);

    /// <summary>Bytes that last for less than this, in all, say nothing: taking one now and then is not playing.</summary>
    private static readonly TimeSpan Worthwhile = TimeSpan.FromSeconds(10);

    /// <summary>What a file whose duration is not known takes in a second, at least.</summary>
    private const double FewestBytesPerSecond = 32_000;

    private TimeSpan _playing = Ahead;
    private TimeSpan _paused = LongestPause;
    private TimeSpan? _last;
    private long _credited;

    /// <summary>A beat has come.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="isPaused">What the page says.</param>
    /// <param name="taken">Bytes that were taken under the lease so far, by way of all frontends as far as is known.</param>
    /// <param name="bytesPerSecond">The file's mean rate; null when its duration is not known.</param>
    /// <returns>Whether it keeps the lease.</returns>
    public bool Spend(TimeSpan now, bool isPaused, long taken, double? bytesPerSecond)
    {
        var gained = TimeSpan.FromSeconds(Math.Min(MostAhead.TotalSeconds, Math.Max(0, taken - _credited) / (bytesPerSecond ?? FewestBytesPerSecond)));
        if (gained >= Worthwhile)
        {
            _playing = Min(Max(_playing + gained, gained + Ahead), MostAhead);
            _paused = LongestPause;
            _credited = taken;
        }

        var passed = now - (_last ?? now);
        _last = now;
        if (isPaused) _paused -= passed;
        else _playing -= passed;
        return (isPaused ? _paused : _playing) > TimeSpan.Zero;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
