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
        Assert.Equal(RefusalCode.NotInTrash, VideoTransitions.Trash(restored, 2, Now, Now).Refusal?.Code);
    }

    [Fact]
    public void Restore_BeforeItsHiding_KeepsTheLateHidingOut()
    {
        var restored = VideoTransitions.Restore(In(VideoStatus.Ready), 2).Next!;
        Assert.Equal(VideoStatus.Ready, restored.Status);
        Assert.NotNull(VideoTransitions.Trash(restored, 2, Now, Now).Refusal);
        Assert.Equal(VideoStatus.Trashed, VideoTransitions.Trash(restored, 3, Now, Now).Next?.Status);
    }

    [Fact]
    public void Trash_Again_MovesTheDeadline_AndOnlyThat()
    {
        var trashed = In(VideoStatus.Trashed);
        Assert.Equal(Transition.None, VideoTransitions.Trash(trashed, 2, Now, Now));
        Assert.Equal(trashed with { DeleteAfter = Now.AddDays(-1) }, VideoTransitions.Trash(trashed, 2, Now.AddDays(-1), Now).Next);
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
        Assert.Equal(RefusalCode.Gone, VideoTransitions.Edit(In(VideoStatus.Trashed), new("x", null, null), HiddenBy.Owner, Now).Refusal?.Code);

    [Fact]
    public void Edit_OfNothing_ChangesNothing() =>
        Assert.Equal(Transition.None, VideoTransitions.Edit(In(VideoStatus.Ready), new(null, null, null), HiddenBy.Owner, Now));

    /// <summary>Who sets which visibility, step by step, and what holds then: the visibility, the ceiling, and what the owner has chosen below it.</summary>
    [Theory]
    [InlineData("o:private", "private - private")]
    [InlineData("a:private", "private private public")]
    [InlineData("a:unlisted", "unlisted unlisted public")]
    [InlineData("a:public", "public - public")]
    [InlineData("a:private o:public", "refused")]
    [InlineData("a:private o:unlisted", "refused")]
    [InlineData("a:private o:private", "private private public")]
    [InlineData("a:unlisted o:public", "refused")]
    [InlineData("a:unlisted o:private", "private unlisted private")]
    [InlineData("a:unlisted o:private o:unlisted", "unlisted unlisted unlisted")]
    [InlineData("a:private a:public", "public - public")]
    [InlineData("a:private a:unlisted", "unlisted unlisted public")]
    [InlineData("a:private a:public o:unlisted", "unlisted - unlisted")]
    [InlineData("o:private a:private", "private private private")]
    [InlineData("o:private a:private a:public", "private - private")]
    [InlineData("o:private a:private a:public o:public", "public - public")]
    [InlineData("o:unlisted a:private a:unlisted", "unlisted unlisted unlisted")]
    [InlineData("o:unlisted a:private a:public", "unlisted - unlisted")]
    [InlineData("o:private a:public", "public - public")]
    [InlineData("a:unlisted o:private a:public", "private - private")]
    public void Visibility_OfAnAdmin_IsACeiling(string steps, string outcome)
    {
        var state = In(VideoStatus.Ready);
        RefusalCode? refused = null;
        foreach (var step in steps.Split(' '))
        {
            var wanted = Enum.Parse<Visibility>(step[2..], ignoreCase: true);
            var next = VideoTransitions.Edit(state, new(null, null, wanted), step[0] == 'o' ? HiddenBy.Owner : HiddenBy.Admin, Now);
            refused = next.Refusal?.Code;
            state = next.Next ?? state;
        }

        var limit = state.VisibilityLimit;
        Assert.Equal(outcome, refused is { } code
            ? code == RefusalCode.RemovedByAdmin ? "refused" : code.ToString()
            : $"{state.Visibility} {limit?.Most.ToString() ?? "-"} {limit?.OwnersChoice ?? state.Visibility}".ToLowerInvariant());
    }

    [Fact]
    public void Visibility_OpenedByAReleaseThatKnowsNoCeiling_DoesNotHold()
    {
        var closed = VideoTransitions.Edit(In(VideoStatus.Ready), new(null, null, Visibility.Private), HiddenBy.Admin, Now).Next!;

        var opened = closed with { Visibility = Visibility.Public };

        Assert.Equal((Visibility.Private, false), (opened.ShownVisibility, opened.IsListed));
        Assert.Equal(Visibility.Private, opened.ToDetails(Guid.NewGuid())!.Visibility);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void Reason_HasAtMost500Characters(int length, bool isTaken)
    {
        var edit = new VideoEdit(null, null, Visibility.Private) { Reason = new string('x', length) };
        var next = VideoTransitions.Edit(In(VideoStatus.Ready), edit, HiddenBy.Admin, Now);
        Assert.Equal(isTaken ? null : RefusalCode.ReasonInvalid, next.Refusal?.Code);
        Assert.Equal(isTaken ? edit.Reason : null, next.Next?.VisibilityLimit?.Reason);
        Assert.Equal(RefusalCode.ReasonInvalid, VideoTransitions.Edit(
            In(VideoStatus.Ready), edit with { Reason = "a\nb" }, HiddenBy.Admin, Now).Refusal?.Code);
    }

    [Fact]
    public void Trash_IsTheOwners_UntilTheLedgerSaysWhoseElse()
    {
        var trashed = VideoTransitions.Trash(In(VideoStatus.Ready), 2, Now.AddDays(7), Now).Next!;
        Assert.Equal(new VideoHiding(HiddenBy.Owner, null, Now), Removal(trashed));

        var raised = VideoTransitions.SetRemoval(trashed, Word(2, 4, new(HiddenBy.Admin, "Spam", Now.AddHours(1)))).Next!;
        Assert.Equal(new VideoHiding(HiddenBy.Admin, "Spam", Now.AddHours(1)), Removal(raised));

        var held = VideoTransitions.SetRemoval(raised, Word(2, 5, raised.ToDetails(Guid.NewGuid())!.Removal!, new(HiddenBy.Hold, "Court", Now.AddHours(2)))).Next!;
        Assert.Equal(new VideoHiding(HiddenBy.Hold, "Court", Now.AddHours(2)), Removal(held));

        Assert.Equal(Transition.None, VideoTransitions.SetRemoval(held, Word(2, 5, new(HiddenBy.Owner, null, Now)))); // Said again.
        Assert.Equal(Transition.None, VideoTransitions.SetRemoval(held, Word(2, 4, new(HiddenBy.Owner, null, Now)))); // Late.
        Assert.Equal(Transition.None, VideoTransitions.SetRemoval(held, Word(3, 9, new(HiddenBy.Owner, null, Now)))); // Of another deletion.

        var restored = VideoTransitions.Restore(held, 2).Next!;
        Assert.Null(Removal(restored));
        Assert.Equal(Transition.None, VideoTransitions.SetRemoval(restored, Word(2, 9, new(HiddenBy.Admin, null, Now))));
        var again = VideoTransitions.Trash(restored, 3, Now, Now).Next!;
        Assert.Equal(HiddenBy.Owner, Removal(again)!.By);
    }

    /// <summary>A release that does not know whose a deletion is keeps what it does not know, from one deletion to the next.</summary>
    [Fact]
    public void Removal_OfAnEarlierDeletion_IsNotThisOnes()
    {
        var state = In(VideoStatus.Trashed) with { Removal = new(HiddenBy.Admin, "Spam", Now) { Generation = 1 } };
        Assert.Equal(HiddenBy.Owner, Removal(state)!.By);
        Assert.Equal(HiddenBy.Owner, Removal(In(VideoStatus.Trashed))!.By); // From before it was kept.
    }

    private static VideoHiding? Removal(VideoState state) => state.ToDetails(Guid.NewGuid())!.Removal;

    private static VideoRemoval Word(long generation, long version, VideoHiding removal, VideoHiding? hold = null) =>
        new(generation, version, Now.AddDays(7), removal, hold);
}
