namespace OrleansVideo.Streaming;

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
