namespace OrleansVideo.Grains.Streaming;

/// <summary>What the one row of the stream limiter holds.</summary>
/// <param name="Epoch">The latest epoch taken.</param>
/// <param name="Version">Grows with each write.</param>
/// <param name="Frontends">The frontends that may hold leases: each was listed before its first grant.</param>
/// <param name="LeaseLife">The longest life of a lease that may be valid.</param>
/// <param name="Capacity">The number of tokens that an admin has set; null for the option's.</param>
internal sealed record LimiterRecord(long Epoch, long Version, IReadOnlyList<Guid> Frontends, TimeSpan LeaseLife, int? Capacity);
