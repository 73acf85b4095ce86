using OrleansVideo.Accounts;
using OrleansVideo.Grains.Videos;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Videos;

public sealed class VideoTransitionsTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Caller Owner = new(Guid.NewGuid(), "ada", false);
    private static readonly StoredContent Content = new(10, "ab", "video/mp4");

    private static VideoState In(VideoStatus status) => new()
    {
        Revision = 5, OwnerId = Owner.AccountId, Owner = Owner.UserName, Title = "t", Visibility = Visibility.Public, Status = status,
        Content = Content, DeletionGeneration = status is VideoStatus.Trashed or VideoStatus.Purging or VideoStatus.Purged ? 2 : 1,
        DeleteAfter = status == VideoStatus.Trashed ? Now : null,
    };

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData("a\u202Eb")]
    public void Create_WithATitleNobodyCanRead_IsRefused(string title) =>
        Assert.Equal(RefusalCode.TitleInvalid, VideoTransitions.Create(new(), new(title, "", Visibility.Public), Owner, Now).Refusal?.Code);

    [Fact]
    public void Create_WithHalfASurrogatePair_IsRefused() => Create_WithATitleNobodyCanRead_IsRefused("a" + (char)0xD800);

    [Fact]
    public void Create_TitleOf120Characters_IsTaken_OneMoreIsNot()
    {
        Assert.Null(VideoTransitions.Create(new(), new(new string('x', 120), "", Visibility.Public), Owner, Now).Refusal);
        Assert.NotNull(VideoTransitions.Create(new(), new(new string('x', 121), "", Visibility.Public), Owner, Now).Refusal);
    }

    [Fact]
    public void Create_WhenTheIdWasUsed_IsRefused() =>
        Assert.Equal(
            RefusalCode.AlreadyUploaded,
            VideoTransitions.Create(In(VideoStatus.Purged), new("t", "", Visibility.Public), Owner, Now).Refusal?.Code);

    [Fact]
    public void BeginProcessing_Repeated_ChangesNothing_OtherContentIsRefused()
    {
        Assert.Equal(Transition.None, VideoTransitions.BeginProcessing(In(VideoStatus.Ready), Content));
        Assert.Equal(
            RefusalCode.AlreadyUploaded, VideoTransitions.BeginProcessing(In(VideoStatus.Ready), Content with { Sha256 = "cd" }).Refusal?.Code);
    }

    [Theory]
    [InlineData(VideoStatus.Trashed)]
    [InlineData(VideoStatus.Purging)]
    [InlineData(VideoStatus.Purged)]
    public void BeginProcessing_AfterDeletion_IsGone(VideoStatus status) =>
        Assert.Equal(RefusalCode.Gone, VideoTransitions.BeginProcessing(In(status), Content with { Sha256 = "cd" }).Refusal?.Code);

    [Fact]
    public void BeginProcessing_OfItsOwnContentInTheTrash_IsDone_SoThatNobodyRemovesTheFile() =>
        Assert.Equal(Transition.None, VideoTransitions.BeginProcessing(In(VideoStatus.Trashed), Content));

    [Theory]
    [InlineData(VideoStatus.Ready)]
    [InlineData(VideoStatus.Trashed)]
    [InlineData(VideoStatus.Purged)]
    public void CompleteProcessing_WhenNotProcessing_ChangesNothing(VideoStatus status) =>
        Assert.Equal(Transition.None, VideoTransitions.CompleteProcessing(In(status), new ProbeReport(), Now));

    [Fact]
    public void Trash_OfADeletionThatWasUndone_IsRefused()
    {
        var restored = VideoTransitions.Restore(In(VideoStatus.Trashed), 2).Next!;
        Assert.Equal(VideoStatus.Ready, restored.Status);
        Assert.Equal(RefusalCode.NotInTrash, VideoTransitions.Trash(restored, 2, Now).Refusal?.Code);
    }

    [Fact]
    public void Restore_BeforeItsHiding_KeepsTheLateHidingOut()
    {
        var restored = VideoTransitions.Restore(In(VideoStatus.Ready), 2).Next!;
        Assert.Equal(VideoStatus.Ready, restored.Status);
        Assert.NotNull(VideoTransitions.Trash(restored, 2, Now).Refusal);
        Assert.Equal(VideoStatus.Trashed, VideoTransitions.Trash(restored, 3, Now).Next?.Status);
    }

    [Fact]
    public void Trash_Again_MovesTheDeadline_AndOnlyThat()
    {
        var trashed = In(VideoStatus.Trashed);
        Assert.Equal(Transition.None, VideoTransitions.Trash(trashed, 2, Now));
        Assert.Equal(trashed with { DeleteAfter = Now.AddDays(-1) }, VideoTransitions.Trash(trashed, 2, Now.AddDays(-1)).Next);
    }

    [Theory]
    [InlineData(VideoStatus.Purging)]
    [InlineData(VideoStatus.Purged)]
    public void Restore_AfterThePurgeBegan_IsRefused(VideoStatus status) =>
        Assert.Equal(RefusalCode.PurgeStarted, VideoTransitions.Restore(In(status), 9).Refusal?.Code);

    [Fact]
    public void CompletePurge_LeavesATombstoneWithoutTexts()
    {
        var tombstone = VideoTransitions.CompletePurge(In(VideoStatus.Purging) with { Description = "secret" }, 42, Now).Next!;
        Assert.Equal((VideoStatus.Purged, "", "", 42L, Owner.AccountId), (tombstone.Status, tombstone.Title, tombstone.Description, tombstone.BytesFreed, tombstone.OwnerId));
        Assert.Null(tombstone.Content);
    }

    [Fact]
    public void Edit_InTheTrash_IsGone() =>
        Assert.Equal(RefusalCode.Gone, VideoTransitions.Edit(In(VideoStatus.Trashed), new("x", null, null)).Refusal?.Code);

    [Fact]
    public void Edit_OfNothing_ChangesNothing() =>
        Assert.Equal(Transition.None, VideoTransitions.Edit(In(VideoStatus.Ready), new(null, null, null)));
}
