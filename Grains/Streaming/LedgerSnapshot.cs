using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>
/// What a limiter that stops in good order takes along to the next silo. Whoever reads it has another clock: all moments are
/// durations. It is worth something only if nobody took the row in between; otherwise the limiter takes over as after a crash.
/// </summary>
[GenerateSerializer, Immutable, Alias("LedgerSnapshot")]
internal sealed record LedgerSnapshot
{
    /// <summary>The epoch of the limiter that it is of.</summary>
    [Id(0)] public required long Epoch { get; init; }

    /// <summary>That limiter's nonce.</summary>
    [Id(1)] public required string Nonce { get; init; }

    /// <summary>How long until the last lease has lapsed that this limiter does not know; zero when it knows all.</summary>
    [Id(2)] public required TimeSpan RecoversIn { get; init; }

    /// <summary>The frontends, and whether they may hold leases that the limiter does not know.</summary>
    [Id(3)] public required IReadOnlyList<FrontendSnapshot> Frontends { get; init; }

    /// <summary>The leases that are held.</summary>
    [Id(4)] public required IReadOnlyList<LeaseSnapshot> Leases { get; init; }

    /// <summary>Those who wait for a token, the first one first.</summary>
    [Id(5)] public required IReadOnlyList<QueueSnapshot> Queue { get; init; }

    /// <summary>Playbacks granted so far.</summary>
    [Id(6)] public long Granted { get; init; }

    /// <summary>Leases that lapsed so far.</summary>
    [Id(7)] public long Expired { get; init; }

    /// <summary>Leases taken over from earlier limiters so far.</summary>
    [Id(8)] public long Recovered { get; init; }

    /// <summary>Leases taken back so far.</summary>
    [Id(9)] public long Revoked { get; init; }

    /// <summary>Refusals so far, by rule.</summary>
    [Id(10)] public IReadOnlyDictionary<RefusalCode, long> Refused { get; init; } = new Dictionary<RefusalCode, long>();

    /// <summary>Whose it was.</summary>
    public LimiterTerm Term => new(Epoch, Nonce);

    /// <summary>How much there is to carry: leases, and places in the queue.</summary>
    public int Size => Leases.Count + Queue.Count;
}

/// <summary>A frontend of a <see cref="LedgerSnapshot"/>.</summary>
/// <param name="Id">The process.</param>
/// <param name="MayHoldUnknown">Whether it was listed at a take-over and has not reported since.</param>
[GenerateSerializer, Immutable, Alias("FrontendSnapshot")]
internal readonly record struct FrontendSnapshot([property: Id(0)] Guid Id, [property: Id(1)] bool MayHoldUnknown);

/// <summary>A lease of a <see cref="LedgerSnapshot"/>.</summary>
/// <param name="Id">The lease.</param>
/// <param name="Playback">Who watches what.</param>
/// <param name="Address">The viewer's network address.</param>
/// <param name="Age">For how long it has been held.</param>
/// <param name="HasLeft">Whether the viewer has left.</param>
/// <param name="IsRevoked">Whether it was taken back.</param>
/// <param name="WaitsFor">For how long it waits for its playback to turn up at another frontend; null when it does not wait.</param>
/// <param name="Holders">The frontends that hold it.</param>
[GenerateSerializer, Immutable, Alias("LeaseSnapshot")]
internal sealed record LeaseSnapshot(
    [property: Id(0)] Guid Id,
    [property: Id(1)] PlaybackKey Playback,
    [property: Id(2)] string Address,
    [property: Id(3)] TimeSpan Age,
    [property: Id(4)] bool HasLeft,
    [property: Id(5)] bool IsRevoked,
    [property: Id(6)] TimeSpan? WaitsFor,
    [property: Id(7)] IReadOnlyList<HolderSnapshot> Holders);

/// <summary>A frontend's hold on a <see cref="LeaseSnapshot"/>.</summary>
/// <param name="Frontend">The process.</param>
/// <param name="Left">How long it holds the lease if nothing is heard of it.</param>
/// <param name="Requests">Requests open at its last heartbeat.</param>
/// <param name="BytesSent">Bytes it had sent at its last heartbeat.</param>
[GenerateSerializer, Immutable, Alias("HolderSnapshot")]
internal readonly record struct HolderSnapshot(
    [property: Id(0)] Guid Frontend, [property: Id(1)] TimeSpan Left, [property: Id(2)] int Requests, [property: Id(3)] long BytesSent);

/// <summary>A place in the queue of a <see cref="LedgerSnapshot"/>.</summary>
/// <param name="Playback">Who waits for what.</param>
/// <param name="Address">The viewer's network address.</param>
[GenerateSerializer, Immutable, Alias("QueueSnapshot")]
internal readonly record struct QueueSnapshot([property: Id(0)] PlaybackKey Playback, [property: Id(1)] string Address);
