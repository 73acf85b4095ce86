using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Deletion;
using OrleansVideo.Grains.Videos;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Silo.Database;

/// <summary>The statements of the deletion ledger, the same on both databases.</summary>
public abstract class LedgerStatementTests
{
    private static readonly (int From, int To) All = (0, DeletionShardKey.Slots);
    private static readonly string[] Alive = ["silo"];
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(65);

    /// <summary>The database under test, migrated and empty.</summary>
    protected abstract IVideoDatabase Database { get; }

    private DeletionLedgerCommands Commands => new(Database);
    private DeletionQueue Queue => new(Database);
    private DeletionLedgerQueries Queries => new(Database);

    [Fact]
    public async Task Deletion_FromTheTrashToItsEnd()
    {
        var row = await Commands.Open(Request(Now.AddDays(7)));
        Assert.Equal((1L, DeletionStep.Hide), (row.Generation, row.Step));
        await Done(await Claim(Now));
        Assert.Empty(await Claim(Now)); // Its purge waits for the deadline.
        Assert.Equal(Now.AddDays(7), await Queue.NextDue(All));

        Assert.Equal(row.Id, (await Commands.Open(Request(Now, row.Video))).Id); // For good: the same deletion, due now.
        var purge = Assert.Single(await Claim(Now));
        Assert.Equal((DeletionStep.Purge, true), (purge.Step, purge.RemovalStarted));
        Assert.Equal(RefusalCode.PurgeStarted, (await Commands.Cancel(row.Video, Now)).Refusal?.Code);
        await Done([purge], freed: 5);

        var record = (await Queries.Newest(row.Video))!;
        Assert.Equal((DeletionState.Done, 5L, "silo"), (record.State, record.BytesFreed, record.Silo));
        Assert.Equal((Now, Now), (record.StartedAt, record.FinishedAt));
        Assert.Null(await Queue.NextDue(All));
        Assert.Equal(2, (await Commands.Open(Request(Now.AddDays(7), row.Video))).Generation);
    }

    [Fact]
    public async Task Claims_TakeTheNextAttemptFirst_AndOnlyOfTheirOwnSlots()
    {
        for (var i = 5; i > 0; i--) await Commands.Open(Request(Now.AddMinutes(-i)) with { IsFinal = true, RequestedAt = Now.AddMinutes(-i) });
        Assert.Empty(await Queue.Claim((DeletionShardKey.Slots, DeletionShardKey.Slots + 1), 10, "silo", Alive, Now));
        var first = await Queue.Claim(All, 2, "silo", Alive, Now);
        var rest = await Queue.Claim(All, 10, "silo", Alive, Now);
        Assert.Equal((2, 3), (first.Count, rest.Count));
        Assert.True(first.Max(row => row.NextAttemptAt) < rest.Min(row => row.NextAttemptAt));
    }

    [Fact]
    public async Task Claims_OfASiloThatDied_AreVoidAtOnce()
    {
        await Commands.Open(Request(Now) with { IsFinal = true });
        await Queue.Keep(await Queue.Claim(All, 10, "dead", ["dead"], Now));
        Assert.Empty(await Queue.Claim(All, 10, "silo", ["dead", "silo"], Now));
        Assert.Equal(2, Assert.Single(await Queue.Claim(All, 10, "silo", ["silo"], Now)).Attempts);
    }

    [Fact]
    public async Task Failure_MovesARowAside_UntilItIsGivenUp_AndRetriedOrReplayed()
    {
        var video = (await Commands.Open(Request(Now) with { IsFinal = true })).Video;
        await Fail(await Claim(Now), next: Now.AddMinutes(1));
        Assert.Empty(await Claim(Now));
        Assert.Equal((DeletionState.Waiting, "broken"), await State(video));
        Assert.Equal(TimeSpan.FromMinutes(2), await Queries.Lateness(Now.AddMinutes(3)));
        Assert.Equal(TimeSpan.Zero, await Queries.Lateness(Now));

        Assert.Null((await Commands.Retry(video, Now)).Refusal); // Ahead of its back-off.
        await Fail(await Claim(Now), next: null);
        Assert.Equal((DeletionState.DeadLetter, "broken"), await State(video));
        Assert.Equal((0L, 0L, 1L, 0L), await Queries.Count(All, Now));
        Assert.Equal(RefusalCode.DeletionStateConflict, (await Commands.Hold(video)).Refusal?.Code);

        Assert.Equal(1, await Commands.Replay(All, Now));
        var last = await Claim(Now);
        Assert.Equal(1, Assert.Single(last).Attempts); // All its attempts again.
        await Done(last);
        Assert.Equal((DeletionState.Done, "broken"), await State(video)); // For whoever asks afterwards.
    }

    [Fact]
    public async Task Held_IsNobodysToClaim_UntilItIsReleased()
    {
        var video = (await Commands.Open(Request(Now.AddDays(7)))).Video;
        Assert.Equal(RefusalCode.DeletionStateConflict, (await Commands.Hold(video)).Refusal?.Code); // Not hidden yet.
        await Done(await Claim(Now));
        Assert.Equal(DeletionRowState.Held, (await Commands.Hold(video)).Value!.State);
        Assert.Empty(await Claim(Now.AddDays(8)));
        Assert.Equal((0L, 0L, 0L, 1L), await Queries.Count(All, Now));
        Assert.Null((await Commands.Release(video)).Refusal);
        Assert.Single(await Claim(Now.AddDays(8)));
        Assert.Equal(RefusalCode.PurgeStarted, (await Commands.Hold(video)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await Commands.Hold(Guid.NewGuid())).Refusal?.Code);
    }

    [Fact]
    public async Task List_FiltersByStateAndVideo_AndGoesOnAfterACursor()
    {
        var videos = new List<Guid>();
        for (var i = 0; i < 4; i++) videos.Add((await Commands.Open(Request(Now.AddDays(7)))).Video);
        await Commands.Cancel(videos[3], Now);
        await Done((await Claim(Now)).Where(row => row.Video == videos[3]).ToArray());

        var page = await Queries.List(new DeletionQuery(DeletionState.Cancelled, null, new PageRequest()), 10, null);
        Assert.Equal(videos[3], Assert.Single(page.Items).VideoId);
        Assert.Equal(3, (await Queries.List(new DeletionQuery(DeletionState.Running, null, new PageRequest()), 10, null)).Items.Count);
        var first = await Queries.List(new DeletionQuery(null, null, new PageRequest()), 3, null);
        Assert.True(Keyset.TryParse(first.NextCursor!, out var after));
        var second = await Queries.List(new DeletionQuery(null, null, new PageRequest()), 3, after);
        Assert.Equal(videos.Order(), first.Items.Concat(second.Items).Select(row => row.VideoId).Order());
        Assert.Single((await Queries.List(new DeletionQuery(DeletionState.Running, videos[0], new PageRequest()), 10, null)).Items);
    }

    [Fact]
    public async Task Ticks_AreCounted()
    {
        Assert.Equal(0, await Queue.CountTick("shard-10", Now, TimeSpan.FromMinutes(1)));
        Assert.Equal(4, await Queue.CountTick("shard-10", Now.AddMinutes(5), TimeSpan.FromMinutes(1)));
        Assert.Equal(0, await Queue.CountTick("shard-9", Now, TimeSpan.FromMinutes(1)));
        Assert.Equal([new("shard-9", Now, 1, 0), new("shard-10", Now.AddMinutes(5), 2, 4)], await Queries.ListTicks());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Row_WithAStepOfANewerRelease_IsNeitherClaimedNorChanged(int state)
    {
        var row = await Commands.Open(Request(Now));
        await Database.ExecuteAsync("update deletions set step = 9, last_error = 'e', state = @state where id = @id", new { id = row.Id, state });

        Assert.Empty(await Claim(Now));
        Assert.Null(await Queue.NextDue(All));
        Assert.Equal(RefusalCode.NewerVersion, (await Commands.Cancel(row.Video, Now)).Refusal?.Code);
        Assert.Equal(RefusalCode.NewerVersion, (await Commands.Hold(row.Video)).Refusal?.Code);
        Assert.Equal(RefusalCode.NewerVersion, (await Commands.Release(row.Video)).Refusal?.Code);
        Assert.Equal(RefusalCode.NewerVersion, (await Commands.Retry(row.Video, Now)).Refusal?.Code);
        Assert.Equal(0, await Commands.Replay(All, Now));
        var found = await Commands.Open(Request(Now.AddDays(-1), row.Video));
        Assert.Equal((row.Id, row.Version, false), (found.Id, found.Version, found.IsKnown));
    }

    /// <summary>Whether the unknown state is one of an open deletion, the newer release's own index says.</summary>
    [Fact]
    public async Task Row_InAnOpenStateOfANewerRelease_IsNotOpenedAnew()
    {
        var row = await Commands.Open(Request(Now));
        await Database.ExecuteAsync("create unique index deletions_open_newer on deletions (video_id) where state in (0, 2, 3, 9)", new { });
        await Database.ExecuteAsync("update deletions set state = 9 where id = @id", new { id = row.Id });

        await Assert.ThrowsAsync<NewerVersionException>(() => Commands.Open(Request(Now, row.Video)));

        Assert.Equal(RefusalCode.NewerVersion, (await Commands.Cancel(row.Video, Now)).Refusal?.Code);
        Assert.Equal(DeletionState.Unknown, (await Queries.Newest(row.Video))?.State);
        Assert.Single((await Queries.List(new DeletionQuery(DeletionState.Unknown, null, new PageRequest()), 10, null)).Items);
    }

    [Fact]
    public async Task AdminsDeletion_IsNotTheOwnersToUndo()
    {
        var row = await Commands.Open(Admins(Request(Now.AddDays(7)), "Spam"));
        Assert.Equal((HiddenBy.Admin, "Spam", 1L), (row.RemovedBy, row.RemovedReason, row.Untold!.Value));
        Assert.Equal(RefusalCode.RemovedByAdmin, (await Commands.Cancel(row.Video, Now)).Refusal?.Code);
        Assert.Equal(DeletionStep.Unhide, (await Commands.Cancel(row.Video, Now, HiddenBy.Admin)).Value!.Step);
    }

    [Fact]
    public async Task AdminsDeletion_OfTheOwnersTrash_GoesBackThere_WithTheOwnersDeadline()
    {
        var video = (await Commands.Open(Request(Now.AddDays(7)))).Video;
        await Done(await Claim(Now));

        var raised = await Commands.Open(Admins(Request(Now.AddDays(9), video) with { RequestedAt = Now.AddDays(2) }, "Spam"));
        Assert.Equal((HiddenBy.Admin, Now.AddDays(7)), (raised.RemovedBy, raised.Due)); // Repeating never postpones.
        Assert.Equal(raised.Version, (await Commands.Open(Admins(Request(Now.AddDays(9), video), null))).Version); // Said again, it is the same.
        Assert.Equal("Fraud", (await Commands.Open(Admins(Request(Now.AddDays(9), video), "Fraud"))).RemovedReason);
        Assert.Equal(RefusalCode.RemovedByAdmin, (await Commands.Cancel(video, Now)).Refusal?.Code);

        await Commands.Hold(video, Now);
        await Commands.Open(Admins(Request(Now.AddDays(3), video), null)); // For good: due at once, once it is released.
        var back = (await Commands.Cancel(video, Now.AddDays(4), HiddenBy.Admin, TimeSpan.FromDays(7))).Value!;
        Assert.Equal((DeletionStep.Purge, DeletionRowState.Open, HiddenBy.Owner, Now.AddDays(7)), (back.Step, back.State, back.RemovedBy, back.Due));
        Assert.Null(back.RemovedReason);
        Assert.Equal(Now.ToUnixTimeMilliseconds(), back.RemovedAt);
        Assert.Equal(Now.AddDays(7), await Queue.NextDue(All));
        Assert.Equal(DeletionStep.Unhide, (await Commands.Cancel(video, Now)).Value!.Step);
    }

    [Fact]
    public async Task AdminsDeletion_GivenBackAfterTheOwnersDeadline_HasAWholeWindow()
    {
        var video = (await Commands.Open(Request(Now.AddDays(7)))).Video;
        await Done(await Claim(Now));
        await Commands.Open(Admins(Request(Now.AddDays(9), video), null));
        await Commands.Hold(video, Now);
        Assert.Equal(Now.AddDays(37), (await Commands.Cancel(video, Now.AddDays(30), HiddenBy.Admin, TimeSpan.FromDays(7))).Value!.Due);
    }

    [Fact]
    public async Task OwnersDeletion_OfWhatAnAdminHasRemoved_ShowsOnceItIsGivenBack()
    {
        var video = (await Commands.Open(Admins(Request(Now.AddDays(7)), null))).Video;
        await Done(await Claim(Now));
        var asked = await Commands.Open(Request(Now.AddDays(8), video) with { RequestedAt = Now.AddDays(1) });
        Assert.Equal((HiddenBy.Admin, Now.AddDays(7)), (asked.RemovedBy, asked.Due));
        var back = (await Commands.Cancel(video, Now.AddDays(2), HiddenBy.Admin, TimeSpan.FromDays(7))).Value!;
        Assert.Equal((DeletionStep.Purge, HiddenBy.Owner, Now.AddDays(8)), (back.Step, back.RemovedBy, back.Due));
    }

    [Fact]
    public async Task OwnersPurge_OfWhatAnAdminHasRemoved_IsDueAtOnce_AndOfWhatIsHeldNot()
    {
        var video = (await Commands.Open(Admins(Request(Now.AddDays(7)), null))).Video;
        await Done(await Claim(Now));
        await Commands.Hold(video, Now, "Court");
        var held = await Commands.Open(Request(Now, video));
        Assert.Equal((DeletionRowState.Held, Now.AddDays(7), "Court"), (held.State, held.Due, held.HeldReason));
        Assert.Equal(RefusalCode.RemovedByAdmin, (await Commands.Cancel(video, Now)).Refusal?.Code);

        var released = (await Commands.Release(video)).Value!;
        Assert.Null(released.HeldReason);
        Assert.Equal(HiddenBy.Admin, released.RemovedBy);
        Assert.Equal(Now, (await Commands.Open(Request(Now, video))).Due);
        Assert.Single(await Claim(Now));
    }

    /// <summary>A release that does not say whose a deletion is says who has asked for it.</summary>
    [Theory]
    [InlineData("owner", HiddenBy.Owner)]
    [InlineData("expiry", HiddenBy.Owner)]
    [InlineData("site-admin", HiddenBy.Admin)]
    public async Task Row_FromBefore_IsWhoseItWasAskedFor(string requestedBy, HiddenBy by)
    {
        var row = await Commands.Open(Request(Now.AddDays(7)));
        await Database.ExecuteAsync(
            "update deletions set removed_by = 0, removed_at = null, requested_by = @requestedBy where id = @id", new { id = row.Id, requestedBy });

        Assert.Equal(by, (await Queries.Newest(row.Video))!.RemovedBy);
        Assert.Equal(by == HiddenBy.Owner ? null : RefusalCode.RemovedByAdmin, (await Commands.Cancel(row.Video, Now)).Refusal?.Code);
    }

    [Fact]
    public async Task Untold_IsForgottenByTheVersionThatWasTold()
    {
        var row = await Commands.Open(Admins(Request(Now.AddDays(7)), null));
        await Done(await Claim(Now));
        var held = (await Commands.Hold(row.Video, Now)).Value!;
        await Queue.MarkTold(row); // Late.
        Assert.Equal(held.Untold, Assert.Single(await Queue.ListUntold(row.VideoId)).Untold);
        await Queue.MarkTold(held);
        Assert.Empty(await Queue.ListUntold(row.VideoId));
    }

    /// <summary>Owners see in their lists what an admin has done.</summary>
    [Fact]
    public async Task Lists_TellWhatAnAdminHasDone()
    {
        var (id, owner) = (Guid.CreateVersion7(), Guid.NewGuid());
        var state = new VideoState
        {
            Revision = 1, OwnerId = owner, Owner = "ada", Title = "t", Visibility = Visibility.Unlisted, Status = VideoStatus.Trashed,
            CreatedAt = Now, DeletionGeneration = 1, Removal = new(HiddenBy.Admin, "Spam", Now) { Generation = 1 },
            VisibilityLimit = new(Visibility.Unlisted, "Ads", Now, Visibility.Public),
        };
        await new VideoRows(Database).Publish(id, state);
        var listed = Assert.Single((await new VideoLists(Database).Owned(owner, null, 10, null, CancellationToken.None)).Items);
        Assert.Equal(new VideoHiding(HiddenBy.Admin, "Spam", Now), listed.Removal);
        Assert.Equal(new VisibilityLimit(Visibility.Unlisted, "Ads", Now), listed.Limit);

        await new VideoRows(Database).Publish(id, state with { Revision = 2, Status = VideoStatus.Ready, Removal = null, VisibilityLimit = null });
        listed = Assert.Single((await new VideoLists(Database).Owned(owner, null, 10, null, CancellationToken.None)).Items);
        Assert.Null(listed.Removal);
        Assert.Null(listed.Limit);
    }

    private static DeletionRequest Admins(DeletionRequest request, string? reason) =>
        request with { RequestedBy = "site-admin", By = HiddenBy.Admin, Reason = reason };

    private static DeletionRequest Request(DateTimeOffset dueAt, Guid? video = null) =>
        new(video ?? Guid.CreateVersion7(), Guid.NewGuid(), "owner", 3, "owner", Now, dueAt, IsFinal: false);

    private Task<IReadOnlyList<DeletionRow>> Claim(DateTimeOffset now) => Queue.Claim(All, 10, "silo", Alive, now);

    private Task Done(IReadOnlyList<DeletionRow> rows, long freed = 0) =>
        Queue.Record([.. rows.Select(row => DeletionOutcome.Done(row, freed))], Now);

    private Task Fail(IReadOnlyList<DeletionRow> rows, DateTimeOffset? next) =>
        Queue.Record([.. rows.Select(row => new DeletionOutcome(row, "broken", 0, next - Now))], Now);

    private async Task<(DeletionState State, string? Error)> State(Guid video) =>
        await Queries.Newest(video) is { } row ? (row.State, row.LastError) : throw new InvalidOperationException("There is no such deletion.");
}
