namespace OrleansVideo.Catalog;

/// <summary>What changes now and what changed within <see cref="Window"/>, so that others forget what they know of it.</summary>
/// <param name="Videos">The videos; one may be named twice, the greater revision counts.</param>
/// <param name="IsComplete">False when there were more than can be named: then anything may have changed.</param>
[GenerateSerializer, Immutable, Alias("RecentChanges")]
public sealed record RecentChanges(
    [property: Id(0)] IReadOnlyList<VideoChange> Videos,
    [property: Id(1)] bool IsComplete)
{
    /// <summary>How long a change that is over is named, by the database's clock.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
}
