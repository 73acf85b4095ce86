namespace OrleansVideo.Videos;

/// <summary>
/// Counts views in rows beside the videos: the videos' own grains are not asked, and no revision, intent or change is made of
/// a view. A stateless worker; use key 0.
/// </summary>
[Alias("IViewCounterGrain"), GrainInterfaceType("view-counter")]
public interface IViewCounterGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Adds a frontend's views, all in one transaction with the batch's number. A batch whose outcome is unknown is sent again
    /// as it was, before any later one: so each is counted once.
    /// </summary>
    /// <returns>What was made of it. Views of videos that can't be played any more are left out.</returns>
    [Alias("Add"), Idempotent]
    Task<ViewBatchOutcome> Add(ViewBatch batch);

    /// <summary>
    /// The views that were counted here; those of <see cref="VideoDetails.Views"/>, which the video's own grain counted before
    /// there was this counter, come on top.
    /// </summary>
    [Alias("GetCount"), Idempotent]
    Task<long> GetCount(Guid videoId);
}

/// <summary>Views that a frontend gathered since its last batch.</summary>
/// <param name="Frontend">The process's id, drawn at its start.</param>
/// <param name="Number">Grows with each batch of the process; the first is 1 or more.</param>
/// <param name="Counts">Views by video, each video once; at most <see cref="MaxVideos"/>.</param>
[GenerateSerializer, Immutable, Alias("ViewBatch")]
public sealed record ViewBatch(
    [property: Id(0)] Guid Frontend,
    [property: Id(1)] long Number,
    [property: Id(2)] ViewCount[] Counts)
{
    /// <summary>Most videos that a batch names.</summary>
    public const int MaxVideos = 1_000;

    /// <summary>Most views that a batch adds to one video.</summary>
    public const int MaxViews = 1_000_000;

    /// <summary>Whether it is one that a frontend of this site could have sent.</summary>
    public bool IsValid() =>
        Frontend != Guid.Empty
        && Number > 0
        && Counts is { Length: > 0 and <= MaxVideos }
        && Counts.All(count => count.Views is > 0 and <= MaxViews)
        && Counts.DistinctBy(count => count.VideoId).Count() == Counts.Length;
}

/// <summary>Views of one video.</summary>
/// <param name="VideoId">The video.</param>
/// <param name="Views">How many.</param>
[GenerateSerializer, Immutable, Alias("ViewCount")]
public readonly record struct ViewCount([property: Id(0)] Guid VideoId, [property: Id(1)] int Views);

/// <summary>What became of a batch of views.</summary>
public enum ViewBatchOutcome
{
    /// <summary>Said by another release, in words that this one does not know.</summary>
    Unknown = 0,

    /// <summary>It is counted, now.</summary>
    Counted = 1,

    /// <summary>It, or a later one of the same frontend, was counted before: nothing was done.</summary>
    Repeated = 2,

    /// <summary>No frontend of this site sends such a batch: nothing was done, and sending it again is of no use.</summary>
    Refused = 3,
}
