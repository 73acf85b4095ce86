namespace OrleansVideo.Grains.Streaming;

/// <summary>How often tokens become free, learned from those that did: for an honest word about when to come back.</summary>
/// <param name="guess">What to take for the time between two, before there were any.</param>
internal sealed class DepartureRate(TimeSpan guess)
{
    /// <summary>How much of the average is the last gap: some ten gaps are remembered.</summary>
    private const double Weight = 0.2;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private TimeSpan _average = guess;
    private TimeSpan? _last;

    /// <summary>Tokens became free.</summary>
    public void Record(int count, TimeSpan now)
    {
        if (count == 0) return;
        if (_last is { } last) _average += Weight * ((now - last) / count - _average);
        _last = now;
    }

    /// <summary>How long until so many more are free, in whole seconds, 1 s to 10 min. A silence longer than the average tells of a slower rate.</summary>
    public TimeSpan Until(int departures, TimeSpan now)
    {
        var silence = _last is { } last ? now - last : TimeSpan.Zero;
        var gap = silence > _average ? silence : _average;
        var first = gap - silence > TimeSpan.Zero ? gap - silence : gap;
        var seconds = Math.Ceiling((first + gap * Math.Max(0, departures - 1)).TotalSeconds);
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 1, Longest.TotalSeconds));
    }
}
