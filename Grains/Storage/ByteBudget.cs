namespace OrleansVideo.Grains.Storage;

/// <summary>
/// How many bytes may be read now, so that over time they are no more than a rate allows. What a pause would have allowed
/// is lost but for a second's worth, so that nothing is read in a rush afterwards. Less than an eighth of that is not worth
/// a read.
/// </summary>
/// <param name="bytesPerSecond">The rate; more than 0.</param>
/// <param name="clock">The clock; durations alone count.</param>
internal sealed class ByteBudget(long bytesPerSecond, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private long _last = clock.GetTimestamp();
    private double _left;

    /// <summary>Bytes that may be read now.</summary>
    public long Available
    {
        get
        {
            var now = clock.GetTimestamp();
            _left = Math.Min(_left + clock.GetElapsedTime(_last, now).TotalSeconds * bytesPerSecond, Longest.TotalSeconds * bytesPerSecond);
            _last = now;
            return _left < bytesPerSecond / 8.0 ? 0 : (long)_left;
        }
    }

    /// <summary>Bytes were read.</summary>
    public void Spend(int bytes) => _left -= bytes;
}
