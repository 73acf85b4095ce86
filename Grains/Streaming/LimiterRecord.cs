namespace OrleansVideo.Grains.Streaming;

/// <summary>What the one row of the stream limiter holds.</summary>
/// <param name="Epoch">The latest epoch taken.</param>
/// <param name="Nonce">Random text, drawn by whoever took the epoch.</param>
/// <param name="Version">Grows with each write.</param>
/// <param name="Frontends">The frontends that may hold leases: each was listed before its first grant.</param>
/// <param name="LeaseLife">The longest life of a lease that may be valid.</param>
/// <param name="Capacity">The number of tokens that an admin has set; null for the option's.</param>
internal sealed record LimiterRecord(long Epoch, string Nonce, long Version, IReadOnlyList<Guid> Frontends, TimeSpan LeaseLife, int? Capacity)
{
    /// <summary>Whose the row is.</summary>
    public LimiterTerm Term => new(Epoch, Nonce);
}

/// <summary>
/// What one activation of the limiter took from the row, and no other ever does. The epoch alone would not tell: after a
/// backup was put back, the row counts again through numbers that it had given out.
/// </summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Nonce">Random text; empty where a release that knew none took the epoch.</param>
internal readonly record struct LimiterTerm(long Epoch, string Nonce);
