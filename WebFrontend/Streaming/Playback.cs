using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// One playback on this frontend: its lease, its open requests, and when anything last happened. All moments are
/// time stamps of one clock. Its members are used under a lock on the instance.
/// </summary>
internal sealed class Playback(PlaybackKey key, string address)
{
    /// <summary>A page beats every five seconds: one beat may be late and one lost.</summary>
    private static readonly TimeSpan ThreeBeats = TimeSpan.FromSeconds(15);

    private TimeSpan _validUntil;
    private TimeSpan _since;
    private long _letGo;
    private long _sentElsewhere;
    private TimeSpan _confirmed;
    private BeatBudget _beats = new();

    /// <summary>Who watches what.</summary>
    public PlaybackKey Key { get; } = key;

    /// <summary>The viewer's network address.</summary>
    public string Address { get; } = address;

    /// <summary>One look at the limiter at a time, so that overlapping requests share what it answers.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>The lease; null when there is none.</summary>
    public Guid? Lease { get; private set; }

    /// <summary>Requests open now.</summary>
    public int Requests { get; set; }

    /// <summary>Bytes sent under the lease.</summary>
    public long BytesSent { get; set; }

    /// <summary>When the last byte was taken or the last beat came.</summary>
    public TimeSpan LastActivity { get; set; }

    /// <summary>Whether a watch page speaks for this playback.</summary>
    public bool HasPage { get; set; }

    /// <summary>How often a lease was taken back: requests that were open then end.</summary>
    public int Revocations { get; private set; }

    /// <summary>For how long bytes may flow from now on; zero or less when they may not.</summary>
    public TimeSpan Left(TimeSpan now) => Lease is null ? TimeSpan.Zero : _validUntil - now;

    /// <summary>Whether bytes may flow now.</summary>
    public bool IsValid(TimeSpan now) => Left(now) > TimeSpan.Zero;

    /// <summary>The limiter has confirmed the lease. This side counts two thirds of its life, from before it asked.</summary>
    public void Confirm(StreamLease lease, TimeSpan asked)
    {
        if (Lease != lease.Id) (BytesSent, _since, _beats) = (0, asked, new BeatBudget());
        Lease = lease.Id;
        (_sentElsewhere, _confirmed) = (Math.Max(0, lease.BytesSent - BytesSent), asked);
        Extend(lease.Life, asked);
    }

    /// <summary>A page's beat has come; as long as beats alone may keep the lease, the playback is not idle.</summary>
    /// <returns>Whether it keeps the lease.</returns>
    public bool Beat(TimeSpan now, bool isPaused, double? bytesPerSecond)
    {
        HasPage = true;
        if (!_beats.Spend(now, isPaused, BytesSent + _sentElsewhere, bytesPerSecond)) return false;
        LastActivity = now;
        return true;
    }

    /// <summary>Whether the limiter may know by now of bytes that were sent by way of other frontends.</summary>
    public bool IsWorthAsking(TimeSpan now) => now - _confirmed >= ThreeBeats;

    /// <summary>The limiter has kept the lease.</summary>
    public void Extend(TimeSpan life, TimeSpan asked) => _validUntil = asked + life * 2 / 3;

    /// <summary>The lease is gone; the next byte needs a new one.</summary>
    public void Lose() => Lease = null;

    /// <summary>The lease was taken back: what is open under it ends.</summary>
    /// <param name="letGo">The message that lets go of it.</param>
    public void Revoke(FrontendMark letGo)
    {
        _letGo = letGo.Number;
        Lease = null;
        Revocations++;
    }

    /// <summary>
    /// Whether a lease was taken back and let go of since the message with that mark was sent: an answer to it may speak of
    /// the very lease that is free by now.
    /// </summary>
    public bool HasLetGoSince(FrontendMark mark) => _letGo > mark.Number;

    /// <summary>The lease for a limiter that may not know it; null when it is not valid.</summary>
    public ReportedLease? Report(TimeSpan now) => IsValid(now) ? new ReportedLease(Lease!.Value, Key, Address, now - _since) : null;

    /// <summary>
    /// How long the playback may be idle before it gives its token back: a page beats, so its silence says much; a bare
    /// client with an open request may only be waiting for its buffer to drain.
    /// </summary>
    public TimeSpan Patience(StreamingOptions options)
    {
        if (HasPage) return options.Linger > ThreeBeats ? options.Linger : ThreeBeats;
        return Requests > 0 ? options.StallHold : options.Linger;
    }
}

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
