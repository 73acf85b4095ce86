namespace OrleansVideo.Grains.Deletion;

/// <summary>When a failed step is tried again: exponential back-off with jitter, and an end (W18, W19).</summary>
internal static class RetryPolicy
{
    /// <summary>How long to wait for the next attempt.</summary>
    /// <param name="attempts">Attempts made so far, from 1.</param>
    /// <param name="maxAttempts">Attempts in all.</param>
    /// <param name="first">Wait after the first attempt, which doubles with each further one.</param>
    /// <param name="longest">Its ceiling.</param>
    /// <param name="random">0 (inclusive) to 1: spreads attempts over the upper half of the wait.</param>
    /// <returns>Null when the row has had its last attempt.</returns>
    public static TimeSpan? WaitFor(long attempts, int maxAttempts, TimeSpan first, TimeSpan longest, double random)
    {
        if (attempts >= maxAttempts) return null;
        var doubled = first.TotalMilliseconds * Math.Pow(2, Math.Min(attempts - 1, 50));
        var wait = Math.Min(doubled, longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(wait * (0.5 + random / 2));
    }
}
