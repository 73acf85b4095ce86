namespace OrleansVideo.Media.Probing;

/// <summary>Turns a container's ticks into a time, and refuses what no video lasts.</summary>
internal static class PlayingTime
{
    private const double LongestSeconds = 366.0 * 24 * 60 * 60;

    /// <summary>Null for no ticks, an unusable time scale, or more than a year.</summary>
    public static TimeSpan? FromTicks(double ticks, double ticksPerSecond)
    {
        var seconds = ticks / ticksPerSecond;
        return double.IsFinite(seconds) && seconds is > 0 and <= LongestSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
