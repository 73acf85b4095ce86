using OrleansVideo.Accounts;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Videos;

/// <summary>Who undoes what: an owner his own acts alone, an admin everything; an admin's own video is the admin's as an owner.</summary>
public sealed class VideoAccessTests
{
    private static readonly Caller Owner = new(Guid.NewGuid(), "ada", false);
    private static readonly Caller Admin = new(Guid.NewGuid(), "site", true);

    [Theory]
    [InlineData(HiddenBy.Owner, true, true)]
    [InlineData(HiddenBy.Admin, false, true)]
    [InlineData(HiddenBy.Hold, false, false)]
    [InlineData(HiddenBy.Unknown, false, false)]
    public void Owner_RestoresHisOwnTrash_AndPurgesWhatNobodyHolds(HiddenBy by, bool mayRestore, bool mayPurge)
    {
        var video = Trashed(by);
        foreach (var owner in new[] { Owner, Owner with { IsAdmin = true } })
        {
            Assert.Equal(mayRestore ? null : RefusalCode.RemovedByAdmin, VideoAccess.RefuseRestoring(video, owner));
            Assert.Equal(mayPurge ? null : RefusalCode.RemovedByAdmin, VideoAccess.RefusePurging(video, owner));
        }

        Assert.Null(VideoAccess.RefuseRestoring(video, Admin));
        Assert.Null(VideoAccess.RefusePurging(video, Admin));
    }

    [Theory]
    [InlineData(null, "public unlisted private")]
    [InlineData(Visibility.Unlisted, "unlisted private")]
    [InlineData(Visibility.Private, "private")]
    public void Owner_ShowsAsFarAsAnAdminLets(Visibility? most, string may)
    {
        var video = Trashed(HiddenBy.Owner) with { Limit = most is { } limit ? new(limit, null, DateTimeOffset.UnixEpoch) : null };
        Visibility[] all = [Visibility.Public, Visibility.Unlisted, Visibility.Private];
        Assert.Equal(may, string.Join(' ', all.Where(visibility => VideoAccess.MayShow(video, Owner, visibility))).ToLowerInvariant());
        Assert.All(all, visibility => Assert.True(VideoAccess.MayShow(video, Admin, visibility)));
    }

    private static VideoDetails Trashed(HiddenBy by) => new()
    {
        Id = Guid.NewGuid(), OwnerId = Owner.AccountId, Owner = Owner.UserName, Title = "t", Visibility = Visibility.Private,
        Status = VideoStatus.Trashed, CreatedAt = DateTimeOffset.UnixEpoch, Revision = 3, Removal = new(by, null, null),
    };
}
