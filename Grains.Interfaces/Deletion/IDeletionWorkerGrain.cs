namespace OrleansVideo.Deletion;

/// <summary>Stateless worker that removes one video's files on the silo where it is asked, and tells what happened.</summary>
[Alias("IDeletionWorkerGrain"), GrainInterfaceType("deletion-worker")]
public interface IDeletionWorkerGrain : IGrainWithIntegerKey
{
    /// <summary>Removes part files, the content, then the poster. A missing file is success. Calls no one back.</summary>
    [Alias("RemoveFiles"), ResponseTimeout("00:02:00")]
    Task<RemovalReport> RemoveFiles(Guid videoId);
}
