using OrleansVideo.Deletion;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Deletion;

/// <summary>A deletion as it enters the ledger.</summary>
/// <param name="VideoId">Which video.</param>
/// <param name="OwnerId">Its owner's account id.</param>
/// <param name="Owner">Its owner's name.</param>
/// <param name="Size">Bytes of its content now.</param>
/// <param name="RequestedBy">Who asked: a user name, or the name of the rule that did.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="DueAt">When the files go.</param>
/// <param name="IsFinal">Whether there is nothing to undo: the purge follows at once.</param>
internal sealed record DeletionRequest(
    Guid VideoId,
    Guid OwnerId,
    string Owner,
    long Size,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset DueAt,
    bool IsFinal)
{
    /// <summary>Whose act it is: the owner's, or an admin's upon another's video.</summary>
    public HiddenBy By { get; init; } = HiddenBy.Owner;

    /// <summary>What an admin tells the owner; null when nothing is said.</summary>
    public string? Reason { get; init; }

    /// <summary>The slot of the ledger that the video falls into.</summary>
    public int Slot => DeletionShardKey.SlotOf(VideoId);

    /// <summary>
    /// The deletion of this video. One that never was ready (or never will be) can't be brought back, so it goes at once.
    /// </summary>
    public static DeletionRequest Of(VideoDetails video, string requestedBy, DateTimeOffset now, DateTimeOffset dueAt)
    {
        var isFinal = video.Status is VideoStatus.Draft or VideoStatus.Processing or VideoStatus.Failed;
        return new(video.Id, video.OwnerId, video.Owner, video.Size ?? 0, requestedBy, now, isFinal ? now : dueAt, isFinal);
    }
}
