namespace OrleansVideo.Grains.Database;

/// <summary>
/// The one form of a moment in tables and in state: Unix milliseconds. A grain cuts its clock to that before it stores
/// anything, so that a list and the grain behind it name the same moment.
/// </summary>
internal static class UnixTime
{
    /// <summary>The moment now, cut to whole milliseconds.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) =>
        DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>From a column that may be null.</summary>
    public static DateTimeOffset? FromColumn(long? milliseconds) =>
        milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
