using OrleansVideo.Accounts;

namespace OrleansVideo.Videos;

/// <summary>
/// Who may do what with a video: decided on every request from the caller's own identity and the video's facts, and
/// nowhere else. The order of refusals is the HTTP face's: what a caller may not see does not exist for them.
/// </summary>
public static class VideoAccess
{
    /// <summary>Whether the video is the caller's to change.</summary>
    public static bool IsManagedBy(this VideoDetails video, Caller? caller) =>
        caller is not null && (caller.IsAdmin || caller.AccountId == video.OwnerId);

    /// <summary>Whether the caller may know that the video exists.</summary>
    public static bool IsVisibleTo(this VideoDetails video, Caller? caller) =>
        video.Visibility is Visibility.Public or Visibility.Unlisted || video.IsManagedBy(caller);

    /// <summary>Why the caller can't read the video's page and details; null when they can. Its manager always can.</summary>
    public static RefusalCode? RefuseReading(VideoDetails? video, Caller? caller) => video switch
    {
        null => RefusalCode.NotFound,
        _ when video.IsManagedBy(caller) => null,
        _ when !video.IsVisibleTo(caller) => RefusalCode.NotFound,
        { Status: VideoStatus.Trashed or VideoStatus.Purging or VideoStatus.Purged } => RefusalCode.Gone,
        _ when !IsKnown(video.Status) => RefusalCode.NewerVersion,
        _ => null,
    };

    /// <summary>Why the caller can't play the video, whoever they are; null when they can.</summary>
    public static RefusalCode? RefusePlaying(VideoDetails? video, Caller? caller) => video switch
    {
        null => RefusalCode.NotFound,
        _ when !video.IsVisibleTo(caller) => RefusalCode.NotFound,
        { Status: VideoStatus.Trashed or VideoStatus.Purging or VideoStatus.Purged } => RefusalCode.Gone,
        { Status: VideoStatus.Ready } => null,
        _ => IsKnown(video.Status) ? RefusalCode.NotReady : RefusalCode.NewerVersion,
    };

    /// <summary>
    /// Why the caller can't be sent the rest of an answer that has begun; null when they can. What is in the trash still is its
    /// manager's to see, until its bytes are being removed.
    /// </summary>
    public static RefusalCode? RefuseContinuing(VideoDetails? video, Caller? caller) => video switch
    {
        { Status: VideoStatus.Trashed } when video.IsManagedBy(caller) => null,
        _ => RefusePlaying(video, caller),
    };

    /// <summary>Why the caller can't change or delete the video; null when they can.</summary>
    public static RefusalCode? RefuseManaging(VideoDetails? video, Caller? caller) => video switch
    {
        null => RefusalCode.NotFound,
        _ when caller is null => RefusalCode.SignInRequired,
        _ when video.IsManagedBy(caller) => null,
        _ when !video.IsVisibleTo(caller) => RefusalCode.NotFound,
        _ => RefusalCode.NotYours,
    };

    /// <summary>As whom the caller acts upon the video: an admin's own video is the admin's as an owner.</summary>
    public static HiddenBy ActsAs(this VideoDetails video, Caller caller) =>
        caller.AccountId == video.OwnerId ? HiddenBy.Owner : HiddenBy.Admin;

    /// <summary>Why whoever manages the video can't bring it back from the trash; null when they can. An owner undoes his own acts alone.</summary>
    public static RefusalCode? RefuseRestoring(VideoDetails video, Caller caller) => video.Removal?.By switch
    {
        null or HiddenBy.Owner => null,
        _ when video.ActsAs(caller) == HiddenBy.Admin => null,
        _ => RefusalCode.RemovedByAdmin,
    };

    /// <summary>Why whoever manages the video can't delete it for good; null when they can. What an admin holds is not its owner's to remove.</summary>
    public static RefusalCode? RefusePurging(VideoDetails video, Caller caller) =>
        video.Removal?.By is HiddenBy.Hold or HiddenBy.Unknown && video.ActsAs(caller) == HiddenBy.Owner ? RefusalCode.RemovedByAdmin : null;

    /// <summary>Whether whoever manages the video can give it this visibility.</summary>
    public static bool MayShow(VideoDetails video, Caller caller, Visibility wanted) =>
        video.Limit is not { } limit || video.ActsAs(caller) == HiddenBy.Admin || !wanted.IsMoreOpenThan(limit.Most);

    /// <summary>Whether more people may see what has this visibility than what has the other.</summary>
    public static bool IsMoreOpenThan(this Visibility visibility, Visibility other) => Openness(visibility) > Openness(other);

    /// <summary>Whether this release knows the state; if not, nobody but the video's manager is told anything about it.</summary>
    public static bool IsKnown(VideoStatus status) => status != VideoStatus.Unknown && Enum.IsDefined(status);

    private static int Openness(Visibility visibility) => visibility switch
    {
        Visibility.Public => 2,
        Visibility.Unlisted => 1,
        _ => 0, // Also what a newer release knows.
    };
}
