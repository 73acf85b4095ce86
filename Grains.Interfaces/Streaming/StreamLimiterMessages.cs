namespace OrleansVideo.Streaming;

/// <summary>One playback: what holds one stream token, however many requests it makes.</summary>
/// <param name="Viewer">
/// Who watches, as a hash: cookie and account. Of a client without cookies it is two with a dot between them: one of address and account,
/// by which it is counted, and one of its user agent, which anybody can change.
/// </param>
/// <param name="VideoId">What is watched.</param>
[GenerateSerializer, Immutable, Alias("PlaybackKey")]
public sealed record PlaybackKey([property: Id(0)] string Viewer, [property: Id(1)] Guid VideoId)
{
    /// <summary>Whose playbacks the limit per viewer counts together.</summary>
    public string CountedAs => Viewer.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? Viewer[..dot] : Viewer;
}

/// <summary>
/// What every message of a frontend to the limiter carries. Messages may be lost, come twice, late, or in another order: a
/// message with a lower number than one that was handled is refused, to be sent again.
/// </summary>
/// <param name="Frontend">The process's id, drawn at its start.</param>
/// <param name="Number">Grows with each message of the process.</param>
/// <param name="Epoch">The limiter's epoch to which the process has reported; 0 before its first report.</param>
[GenerateSerializer, Immutable, Alias("FrontendMark")]
public readonly record struct FrontendMark(
    [property: Id(0)] Guid Frontend,
    [property: Id(1)] long Number,
    [property: Id(2)] long Epoch);

/// <summary>A frontend asks about the token of a playback.</summary>
/// <param name="Mark">Who asks, and the message's number.</param>
/// <param name="Playback">The playback.</param>
/// <param name="Address">The viewer's network address, for the limit per address.</param>
/// <param name="KnowsEvicted">Whether the frontend has words for <see cref="RefusalCode.Evicted"/>; else a full house is said instead.</param>
[GenerateSerializer, Immutable, Alias("StreamRequest")]
public sealed record StreamRequest(
    [property: Id(0)] FrontendMark Mark,
    [property: Id(1)] PlaybackKey Playback,
    [property: Id(2)] string Address,
    [property: Id(3)] bool KnowsEvicted = false);

/// <summary>The limiter's answer about a token.</summary>
/// <param name="Outcome">What became of the message.</param>
/// <param name="Epoch">The limiter's epoch. A frontend that knows a higher one does not believe the answer.</param>
/// <param name="Lease">The lease; null when there is none.</param>
/// <param name="Refusal">The rule that refuses; null unless <paramref name="Outcome"/> is <see cref="LimiterOutcome.Refused"/>.</param>
[GenerateSerializer, Immutable, Alias("StreamAnswer")]
public sealed record StreamAnswer(
    [property: Id(0)] LimiterOutcome Outcome,
    [property: Id(1)] long Epoch,
    [property: Id(2)] StreamLease? Lease = null,
    [property: Id(3)] Refusal? Refusal = null);

/// <summary>
/// What the limiter made of a frontend's message. The numbers travel: one that a frontend does not know grants nothing and
/// refuses nothing, and is asked for again.
/// </summary>
public enum LimiterOutcome
{
    /// <summary>It was handled.</summary>
    Done = 0,

    /// <summary>A rule refuses the playback.</summary>
    Refused = 1,

    /// <summary>A later message was handled before it: nothing was done, it has to be sent again.</summary>
    SendAnew = 2,

    /// <summary>The limiter has not heard from this frontend which leases it holds: nothing was done, it has to report first.</summary>
    ReportFirst = 3,

    /// <summary>The limiter took over lately and still learns which leases are held: nothing was done, ask again in a moment.</summary>
    NotYet = 4,
}

/// <summary>A stream token: the right of one playback to receive bytes, for a while.</summary>
/// <param name="Id">Random id of the lease.</param>
/// <param name="Life">How long the limiter keeps it after hearing of it; the frontend counts two thirds from its own sending.</param>
/// <param name="IsNew">Whether this call granted it, as against joining one that the playback held already.</param>
/// <param name="BytesSent">Bytes that were sent under it by way of all frontends that hold it, as of their last heartbeats.</param>
[GenerateSerializer, Immutable, Alias("StreamLease")]
public sealed record StreamLease(
    [property: Id(0)] Guid Id,
    [property: Id(1)] TimeSpan Life,
    [property: Id(2)] bool IsNew,
    [property: Id(3)] long BytesSent = 0);

/// <summary>A refused viewer's place among those who wait for a token.</summary>
/// <param name="Position">1 is next; 0 means that a token is there to be taken.</param>
/// <param name="RetryAfter">When to ask again, early enough to keep the place; zero together with position 0.</param>
[GenerateSerializer, Immutable, Alias("QueuePlace")]
public sealed record QueuePlace([property: Id(0)] int Position, [property: Id(1)] TimeSpan RetryAfter)
{
    /// <summary>A token is there to be taken.</summary>
    public static QueuePlace Go { get; } = new(0, TimeSpan.Zero);
}

/// <summary>All leases that a frontend holds, once a heartbeat. The three lists have one entry for each lease, in one order.</summary>
/// <param name="Mark">Who speaks, and the message's number.</param>
/// <param name="Leases">The leases.</param>
/// <param name="Requests">Requests that are open under each of them now.</param>
/// <param name="BytesSent">Bytes that were sent under each of them, in all, by this frontend.</param>
[GenerateSerializer, Immutable, Alias("StreamHeartbeat")]
public sealed record StreamHeartbeat(
    [property: Id(0)] FrontendMark Mark,
    [property: Id(1)] Guid[] Leases,
    [property: Id(2)] int[] Requests,
    [property: Id(3)] long[] BytesSent);

/// <summary>What a frontend learns about its leases. What is named nowhere goes on.</summary>
/// <param name="Outcome">What became of the message.</param>
/// <param name="Epoch">The limiter's epoch.</param>
/// <param name="LeaseLife">How long the limiter keeps what goes on; the frontend counts two thirds from its own sending.</param>
/// <param name="Lost">Leases that are not this frontend's (any more): unknown, or lapsed. They may be asked for again.</param>
/// <param name="Revoked">Leases that were taken back: their streams end, and the frontend releases them.</param>
/// <param name="Left">Leases whose viewers have left, by way of whatever frontend.</param>
[GenerateSerializer, Immutable, Alias("HeartbeatAnswer")]
public sealed record HeartbeatAnswer(
    [property: Id(0)] LimiterOutcome Outcome,
    [property: Id(1)] long Epoch,
    [property: Id(2)] TimeSpan LeaseLife,
    [property: Id(3)] IReadOnlyList<Guid> Lost,
    [property: Id(4)] IReadOnlyList<Guid> Revoked,
    [property: Id(5)] IReadOnlyList<Guid> Left)
{
    /// <summary>An answer that says nothing of any lease.</summary>
    public static HeartbeatAnswer Of(LimiterOutcome outcome, long epoch) => new(outcome, epoch, TimeSpan.Zero, [], [], []);
}

/// <summary>A frontend tells a limiter that does not know it which leases it holds: all that are valid by its own count.</summary>
/// <param name="Mark">Who speaks; with the epoch of the limiter that it speaks to.</param>
/// <param name="Leases">The leases.</param>
[GenerateSerializer, Immutable, Alias("FrontendReport")]
public sealed record FrontendReport(
    [property: Id(0)] FrontendMark Mark,
    [property: Id(1)] IReadOnlyList<ReportedLease> Leases);

/// <summary>A lease as a frontend knows it, for a limiter that may not.</summary>
/// <param name="Id">The lease.</param>
/// <param name="Playback">Who watches what.</param>
/// <param name="Address">The viewer's network address.</param>
/// <param name="Age">For how long this frontend has held it.</param>
[GenerateSerializer, Immutable, Alias("ReportedLease")]
public sealed record ReportedLease(
    [property: Id(0)] Guid Id,
    [property: Id(1)] PlaybackKey Playback,
    [property: Id(2)] string Address,
    [property: Id(3)] TimeSpan Age);

/// <summary>A token that is held, as an admin sees it.</summary>
[GenerateSerializer, Immutable, Alias("StreamHolding")]
public sealed record StreamHolding
{
    /// <summary>The lease.</summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>Who watches what.</summary>
    [Id(1)] public required PlaybackKey Playback { get; init; }

    /// <summary>The viewer's network address.</summary>
    [Id(2)] public required string Address { get; init; }

    /// <summary>The frontend that has sent the most of it; null while the token waits for its playback to turn up at another one.</summary>
    [Id(3)] public Guid? Frontend { get; init; }

    /// <summary>Since when it is held.</summary>
    [Id(4)] public required DateTimeOffset Since { get; init; }

    /// <summary>Requests open under it, by the last heartbeats.</summary>
    [Id(5)] public int Requests { get; init; }

    /// <summary>Bytes sent under it, by the last heartbeats.</summary>
    [Id(6)] public long BytesSent { get; init; }
}

/// <summary>The stream tokens of the cluster as the dashboard shows them. Counts begin with the limiter's activation, or go on when it moves in good order.</summary>
[GenerateSerializer, Immutable, Alias("StreamLimiterView")]
public sealed record StreamLimiterView
{
    /// <summary>How many tokens there are.</summary>
    [Id(0)] public required int Capacity { get; init; }

    /// <summary>How many are held.</summary>
    [Id(1)] public required int Held { get; init; }

    /// <summary>Frontends that have reported.</summary>
    [Id(2)] public required int Frontends { get; init; }

    /// <summary>Playbacks granted.</summary>
    [Id(3)] public long Granted { get; init; }

    /// <summary>Playbacks refused, by any rule.</summary>
    public long Refused => RefusedFull + RefusedViewer + RefusedAddress + RefusedEvicted;

    /// <summary>Leases that lapsed because their holders fell silent.</summary>
    [Id(5)] public long Expired { get; init; }

    /// <summary>Which activation of the limiter this is, counted over its whole life.</summary>
    [Id(6)] public long Epoch { get; init; }

    /// <summary>Whether it has lately seen in the database that no later one took over, and so grants and renews.</summary>
    [Id(7)] public bool IsSure { get; init; }

    /// <summary>Whether it grants: it does once it knows which leases were held when it took over.</summary>
    [Id(8)] public bool IsGranting { get; init; }

    /// <summary>Viewers who wait for a token.</summary>
    [Id(9)] public int Waiting { get; init; }

    /// <summary>Refused because all tokens were held.</summary>
    [Id(10)] public long RefusedFull { get; init; }

    /// <summary>Refused by the limit per viewer.</summary>
    [Id(11)] public long RefusedViewer { get; init; }

    /// <summary>Refused by the limit per address.</summary>
    [Id(12)] public long RefusedAddress { get; init; }

    /// <summary>Leases taken over from an earlier activation.</summary>
    [Id(13)] public long Recovered { get; init; }

    /// <summary>Leases taken back, by an admin or because their video is in the trash.</summary>
    [Id(14)] public long Revoked { get; init; }

    /// <summary>Refused because an admin had ended the playback a moment before.</summary>
    [Id(15)] public long RefusedEvicted { get; init; }
}
