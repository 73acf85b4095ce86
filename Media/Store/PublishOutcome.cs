namespace OrleansVideo.Media.Store;

/// <summary>What <see cref="MediaStore.Publish"/> found and did.</summary>
public enum PublishOutcome
{
    /// <summary>The part file has become the final file, durably.</summary>
    Published,

    /// <summary>The final file is there and this lease's part is not: published before. Made durable again, so safe to record.</summary>
    AlreadyPublished,

    /// <summary>Neither part nor final exists: the bytes were never written here or have been removed.</summary>
    Missing,

    /// <summary>
    /// A final file stands and this lease's part file stands beside it: another lease published first. Neither was touched. The caller
    /// asks the video's record which one counts, and removes the other.
    /// </summary>
    Conflict,
}
