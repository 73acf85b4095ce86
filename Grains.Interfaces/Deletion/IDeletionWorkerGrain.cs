namespace OrleansVideo.Deletion;

/// <summary>Stateless worker that removes one video's files on the silo where it is asked, and tells what happened.</summary>
[Alias("IDeletionWorkerGrain"), GrainInterfaceType("deletion-worker")]
public interface IDeletionWorkerGrain : IGrainWithIntegerKey
{
    /// <summary>Removes part files, the content, then the poster. A missing file is success. Calls no one back.</summary>
    [Alias("RemoveFiles"), ResponseTimeout("00:02:00")]
    Task<RemovalReport> RemoveFiles(Guid videoId);
}

/// <summary>What became of one video's files.</summary>
/// <param name="BytesFreed">Bytes that this removal freed.</param>
/// <param name="Error">Why not all are gone, in words; null when all are.</param>
[GenerateSerializer, Immutable, Alias("RemovalReport")]
public sealed record RemovalReport([property: Id(0)] long BytesFreed, [property: Id(1)] string? Error);
