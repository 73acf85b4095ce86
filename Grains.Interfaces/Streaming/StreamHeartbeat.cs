namespace OrleansVideo.Streaming;

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
