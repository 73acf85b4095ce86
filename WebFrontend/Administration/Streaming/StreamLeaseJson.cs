using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Administration.Streaming;

/// <summary>A stream token that is held.</summary>
/// <param name="Id">The lease; what DELETE takes.</param>
/// <param name="VideoId">What is watched.</param>
/// <param name="Viewer">Who watches, as a hash that is the same for all playbacks of one viewer.</param>
/// <param name="Address">The viewer's network address.</param>
/// <param name="Frontend">The process that has sent the most of it; null while the token waits for its playback to turn up at another one.</param>
/// <param name="Since">Since when it is held.</param>
/// <param name="Requests">Requests open under it, at most a heartbeat ago.</param>
/// <param name="BytesSent">Bytes sent under it, as of then.</param>
internal sealed record StreamLeaseJson(
    Guid Id, Guid VideoId, string Viewer, string Address, Guid? Frontend, DateTime Since, int Requests, long BytesSent)
{
    /// <summary>The holding in the shape of the API.</summary>
    public static StreamLeaseJson From(StreamHolding holding) => new(
        holding.Id, holding.Playback.VideoId, holding.Playback.Viewer, holding.Address, holding.Frontend,
        holding.Since.UtcDateTime, holding.Requests, holding.BytesSent);
}
