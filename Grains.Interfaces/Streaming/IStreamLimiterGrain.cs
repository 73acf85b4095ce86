using Orleans.Concurrency;

namespace OrleansVideo.Streaming;

/// <summary>
/// Issues the stream tokens of the whole cluster; single, under the key <see cref="Key"/>. One token is one playback,
/// shared by all its requests and by every frontend that serves it.
/// </summary>
[Alias("IStreamLimiterGrain"), GrainInterfaceType("stream-limiter")]
public interface IStreamLimiterGrain : IGrainWithStringKey
{
    /// <summary>The one key of this grain.</summary>
    public const string Key = "global";

    /// <summary>
    /// Grants a token, or joins the one that the playback holds. <see cref="RefusalCode.StreamsExhausted"/>,
    /// <see cref="RefusalCode.ViewerLimit"/>, <see cref="RefusalCode.AddressLimit"/>, each with a time to come back.
    /// </summary>
    /// <exception cref="TimeoutException">The limiter does not know whether it is still the only one; so too for <see cref="Renew"/>.</exception>
    [Alias("Acquire"), Idempotent]
    Task<Result<StreamLease>> Acquire(AcquireStream request);

    /// <summary>A frontend keeps its leases: all of them, in one message a second.</summary>
    /// <returns>Those of them that the limiter does not know, or has taken back: their playbacks end.</returns>
    [Alias("Renew"), Idempotent]
    Task<IReadOnlyList<Guid>> Renew(Guid frontend, IReadOnlyList<Guid> leases);

    /// <summary>A frontend lets go of a lease; it is free when its last holder has.</summary>
    [Alias("Release"), Idempotent]
    Task Release(Guid frontend, Guid lease);

    /// <summary>
    /// A frontend stops, and its playbacks go on elsewhere: each of its leases waits for one linger for the playback's next
    /// request, on whatever frontend, and for nobody else. Handing over twice, or what is not held, is done.
    /// </summary>
    [Alias("HandOver"), Idempotent]
    Task HandOver(Guid frontend, IReadOnlyList<Guid> leases);

    /// <summary>Ends every playback of a video.</summary>
    [Alias("RevokeVideo")]
    Task RevokeVideo(Guid videoId);

    /// <summary>
    /// Joins the token that a playback holds, on behalf of a frontend to which its page speaks; null when it holds none. It
    /// grants nothing, so it may be asked again and again.
    /// </summary>
    [Alias("Join"), Idempotent]
    Task<StreamLease?> Join(AcquireStream request);

    /// <summary>The viewer of a playback has left: its holders let go as soon as no request is open.</summary>
    [Alias("Leave"), Idempotent]
    Task Leave(PlaybackKey playback);

    /// <summary>Those of the leases whose viewers have left, by way of whatever frontend.</summary>
    [Alias("Departed"), Idempotent]
    Task<IReadOnlyList<Guid>> Departed(IReadOnlyList<Guid> leases);

    /// <summary>The tokens as the dashboard shows them.</summary>
    [Alias("GetState"), AlwaysInterleave, Idempotent]
    Task<StreamLimiterView> GetState();
}
