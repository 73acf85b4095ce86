namespace OrleansVideo.Videos;

/// <summary>A video's state as the dashboard shows it.</summary>
[GenerateSerializer, Immutable, Alias("VideoStateView")]
public sealed record VideoStateView
{
    /// <summary>The video's facts; null when there is no video under this id.</summary>
    [Id(0)] public VideoDetails? Details { get; init; }

    /// <summary>Number of the latest deletion that reached this video; 0 before the first.</summary>
    [Id(1)] public long DeletionGeneration { get; init; }

    /// <summary>Bytes that the purge freed; null before it.</summary>
    [Id(2)] public long? BytesFreed { get; init; }

    /// <summary>Version of the stored form.</summary>
    [Id(3)] public int Schema { get; init; }
}
