using OrleansVideo.Streaming;

namespace OrleansVideo.Catalog;

/// <summary>
/// What changes now and what changed within <see cref="Window"/>, so that others forget what they know of it. It was found by
/// one poll of the database: whatever was acknowledged before that poll began is named, unless it is older than <see cref="Reach"/>.
/// </summary>
/// <param name="Videos">The videos; one may be named twice by a silo of an earlier release, the greater revision counts.</param>
/// <param name="IsComplete">False when not everything of the whole window could be named: then <see cref="Reach"/> says what was.</param>
[GenerateSerializer, Immutable, Alias("RecentChanges")]
public sealed record RecentChanges(
    [property: Id(0)] IReadOnlyList<VideoChange> Videos,
    [property: Id(1)] bool IsComplete)
{
    /// <summary>How long a change that is over is named, by the database's clock.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>How long ago the poll began when the silo answered. A silo of an earlier release polls when asked: zero.</summary>
    [Id(2)]
    public TimeSpan Age { get; init; }

    /// <summary>When the poll began, in Unix milliseconds of the database's clock; 0 from a silo of an earlier release.</summary>
    [Id(3)]
    public long BeganAt { get; init; }

    /// <summary>
    /// For how long before the poll every change is named: the whole window, or less when more changed than one answer names;
    /// zero when it can't be told. To be read through <see cref="NamesAllOfTheLast"/>.
    /// </summary>
    [Id(4)]
    public TimeSpan Reach { get; init; }

    /// <summary>Playbacks that an admin ended and that may not go on for a while; null from a silo of an earlier release.</summary>
    [Id(5)]
    public IReadOnlyList<VideoEviction>? Evictions { get; init; }

    /// <summary>For how long before the poll every change is named, whichever release the silo is of.</summary>
    public TimeSpan NamesAllOfTheLast => BeganAt != 0 ? Reach : IsComplete ? Window : TimeSpan.Zero;
}

/// <summary>A playback that an admin ended.</summary>
/// <param name="Playback">Whose, of which video.</param>
/// <param name="Left">For how long it gets no stream token, from the beginning of the poll on.</param>
[GenerateSerializer, Immutable, Alias("VideoEviction")]
public readonly record struct VideoEviction([property: Id(0)] PlaybackKey Playback, [property: Id(1)] TimeSpan Left);

/// <summary>A video that changes, or changed lately: what anybody knows of it from an earlier revision is old, or about to be.</summary>
/// <param name="VideoId">Which.</param>
/// <param name="Revision">The revision announced, or written.</param>
[GenerateSerializer, Immutable, Alias("VideoChange")]
public readonly record struct VideoChange([property: Id(0)] Guid VideoId, [property: Id(1)] long Revision);
