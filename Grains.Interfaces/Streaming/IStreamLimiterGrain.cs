using Orleans.Concurrency;
using OrleansVideo.Catalog;

namespace OrleansVideo.Streaming;

/// <summary>
/// Issues the stream tokens of the whole cluster; single, under the key <see cref="Key"/>. One token is one playback,
/// shared by all its requests and by every frontend that serves it.
/// </summary>
/// <remarks>
/// A frontend first reports; then it asks, and renews what it holds once a heartbeat. Each answer says in which epoch the
/// limiter is: a frontend believes none of a lower epoch than it has heard of.
/// </remarks>
[Alias("IStreamLimiterGrain"), GrainInterfaceType("stream-limiter")]
public interface IStreamLimiterGrain : IGrainWithStringKey
{
    /// <summary>The one key of this grain.</summary>
    public const string Key = "global";

    /// <summary>
    /// Grants a token, or joins the one that the playback holds. Refused by <see cref="RefusalCode.StreamsExhausted"/> (and
    /// given a place among those who wait), <see cref="RefusalCode.ViewerLimit"/>, <see cref="RefusalCode.AddressLimit"/>,
    /// <see cref="RefusalCode.Evicted"/>, each with a time to come back.
    /// </summary>
    /// <exception cref="TimeoutException">The limiter does not know whether it is still the only one; so too for all that grants or renews.</exception>
    [Alias("Acquire"), Idempotent]
    Task<StreamAnswer> Acquire(StreamRequest request);

    /// <summary>
    /// Joins the token that a playback holds, on behalf of a frontend to which its page speaks; no lease when it holds none.
    /// It grants nothing, so it may be asked again and again.
    /// </summary>
    [Alias("Join"), Idempotent]
    Task<StreamAnswer> Join(StreamRequest request);

    /// <summary>A frontend keeps its leases: all of them, in one message a second.</summary>
    [Alias("Renew"), Idempotent]
    Task<HeartbeatAnswer> Renew(StreamHeartbeat heartbeat);

    /// <summary>
    /// A frontend says which leases it holds, to a limiter that does not know it. The database knows the frontend before
    /// this returns, so that a later limiter waits for it.
    /// </summary>
    [Alias("Report"), AlwaysInterleave, Idempotent]
    Task<HeartbeatAnswer> Report(FrontendReport report);

    /// <summary>A frontend lets go of a lease; it is free when its last holder has.</summary>
    [Alias("Release"), Idempotent]
    Task<LimiterOutcome> Release(FrontendMark mark, Guid lease);

    /// <summary>
    /// A frontend stops, and its playbacks go on elsewhere: each of its leases waits for one linger for the playback's next
    /// request, on whatever frontend, and for nobody else. Handing over twice, or what is not held, is done.
    /// </summary>
    [Alias("HandOver"), AlwaysInterleave, Idempotent]
    Task<LimiterOutcome> HandOver(FrontendMark mark, IReadOnlyList<Guid> leases);

    /// <summary>The viewer of a playback has left: its holders let go as soon as no request is open, and a place in the queue is given up.</summary>
    [Alias("Leave"), Idempotent]
    Task Leave(PlaybackKey playback);

    /// <summary>The place of a viewer who was refused, which asking keeps; null for one who was not, or whose place has lapsed.</summary>
    [Alias("Place"), Idempotent]
    Task<QueuePlace?> Place(PlaybackKey playback);

    /// <summary>
    /// Ends every playback of a video, for good: when this returns, no limiter that takes over renews any lease from before.
    /// New ones may be granted: whether the video may be played is for its own grain to say.
    /// </summary>
    /// <exception cref="TimeoutException">Another activation took over, or the database did not answer: it may not be so, ask again.</exception>
    [Alias("RevokeVideo"), AlwaysInterleave]
    Task RevokeVideo(Guid videoId);

    /// <summary>
    /// Takes one token back: its streams end within a heartbeat, and its playback gets none for
    /// <see cref="StreamingOptions.EvictionTime"/>. The database knows before this returns, so it holds whichever limiter takes over.
    /// </summary>
    /// <returns>Whether there is such a lease.</returns>
    /// <exception cref="TimeoutException">As for <see cref="RevokeVideo"/>; or the limiter still learns which leases are held.</exception>
    [Alias("Evict"), AlwaysInterleave]
    Task<bool> Evict(Guid lease);

    /// <summary>
    /// Changes the number of tokens for good: an admin's number wins over the option until it is null again. 0 lets nobody in;
    /// what runs is never cut.
    /// </summary>
    [Alias("SetCapacity"), AlwaysInterleave, Idempotent]
    Task<StreamLimiterView> SetCapacity(int? maxStreams);

    /// <summary>The tokens that are held, by the order of their ids; the cursor is the last id of the page before.</summary>
    [Alias("ListLeases"), Idempotent]
    Task<Page<StreamHolding>> ListLeases(PageRequest page);

    /// <summary>The tokens as the dashboard shows them.</summary>
    [Alias("GetState"), AlwaysInterleave, Idempotent]
    Task<StreamLimiterView> GetState();
}
