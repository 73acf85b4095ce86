using OrleansVideo.Accounts;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Uploads;

/// <summary>Who may upload to a video: its owner, while it is a draft. Not even an admin fills another's draft.</summary>
internal static class UploadAccess
{
    /// <summary>Why the caller can't upload to the video; null when they can.</summary>
    public static RefusalCode? Refuse(VideoDetails? video, Caller caller) =>
        VideoAccess.RefuseManaging(video, caller) ?? video switch
        {
            { OwnerId: var owner } when owner != caller.AccountId => RefusalCode.NotYours,
            { IsNewer: true } => RefusalCode.NewerVersion,
            { Status: var status } when !VideoAccess.IsKnown(status) => RefusalCode.NewerVersion,
            { Status: VideoStatus.Draft } => null,
            { Status: VideoStatus.Trashed or VideoStatus.Purging or VideoStatus.Purged } => RefusalCode.Gone,
            _ => RefusalCode.AlreadyUploaded,
        };
}
