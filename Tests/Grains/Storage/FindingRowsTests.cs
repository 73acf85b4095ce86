using Dapper;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Storage;
using OrleansVideo.Storage;
using OrleansVideo.Tests.Silo.Database;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Storage;

/// <summary>Findings and progress as they are stored: the same claims for both databases.</summary>
public abstract class FindingRowsTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Guid Video = Guid.CreateVersion7();

    private protected abstract ITestDatabase Tables { get; }

    private protected abstract IVideoDatabase Database { get; }

    private FindingRows Rows => new(Database);

    private FindingLists Lists => new(Database);

    private StorageProgress Progress => new(Database);

    [Fact]
    public async Task Path_HasOneOpenFinding_ThatIsReportedAgain_AndANewOneOnceItIsClosed()
    {
        var first = await Report("a", FindingKind.MissingFile);
        var again = await Report("a", FindingKind.WrongSize, scan: 2);
        Assert.Equal((first.Id, FindingKind.WrongSize, 2), (again.Id, again.Kind, again.Scan));

        Assert.NotNull(await Rows.Change(again, FindingState.Resolved, Now));
        Assert.NotEqual(first.Id, (await Report("a", FindingKind.MissingFile)).Id);
    }

    [Fact]
    public async Task FileInQuarantine_KeepsTheFindingThatBroughtItThere()
    {
        var moved = await Rows.Change(await Report("a", FindingKind.Corrupt), FindingState.Quarantined, Now);
        Assert.Equal(Now.ToUnixTimeMilliseconds(), moved!.QuarantinedAt);

        var again = await Report("a", FindingKind.MissingFile);

        Assert.Equal((moved.Id, FindingKind.Corrupt, FindingState.Quarantined), (again.Id, again.Kind, again.State));
    }

    [Fact]
    public async Task Change_FromAStateThatIsNoMore_DoesNothing()
    {
        var row = await Report("a", FindingKind.OrphanFile);
        Assert.NotNull(await Rows.Change(row, FindingState.Resolved, Now, FindingReasonCode.FileGone));
        Assert.Null(await Rows.Change(row, FindingState.Quarantined, Now));
        var stored = (await Rows.Find(Guid.Parse(row.Id)))!;
        Assert.Equal((FindingState.Resolved, "The file is no longer there."), (stored.State, stored.Reason));
        Assert.Equal(FindingReasonCode.FileGone, stored.ToFinding(TimeSpan.Zero).Cause?.Code);
    }

    [Fact]
    public async Task Reason_IsKeptAsCodeAndArguments_AndAsTheSentenceThatTheReleaseBeforeShows()
    {
        var row = await Report("a", FindingKind.WrongSize, reason: new(FindingReasonCode.WrongSize) { Arguments = ["12345", "8"] });
        Shows(row, "The video was stored with 12,345 bytes; its file has 8.", FindingReasonCode.WrongSize, "12345", "8");
        var again = await Report("a", FindingKind.Corrupt, reason: new(FindingReasonCode.NotOpened) { Arguments = ["\"no\" {0}"] });
        Shows(again, "It can't be opened: \"no\" {0}", FindingReasonCode.NotOpened, "\"no\" {0}");
        var moved = (await Rows.Change(again, FindingState.Quarantined, Now))!;
        Shows(moved, "It can't be opened: \"no\" {0}", FindingReasonCode.NotOpened, "\"no\" {0}");
        Shows((await Rows.Change(moved, FindingState.Resolved, Now, FindingReasonCode.FileGone))!, "The file is no longer there.", FindingReasonCode.FileGone);
    }

    /// <summary>It leaves the code as it was.</summary>
    [Fact]
    public async Task Reason_ThatTheReleaseBeforeHasWritten_IsASentenceAlone()
    {
        var row = await Report("a", FindingKind.WrongSize, reason: new(FindingReasonCode.WrongSize) { Arguments = ["12345", "8"] });
        Tables.Sql("update storage_findings set reason = 'The moon is full.' where id = @id", ("id", row.Id));

        var finding = (await Rows.Find(Guid.Parse(row.Id)))!.ToFinding(TimeSpan.Zero);

        Assert.Equal(("The moon is full.", null), (finding.Reason, finding.Cause));
    }

    private static void Shows(FindingRow row, string sentence, FindingReasonCode code, params string[] arguments)
    {
        var finding = row.ToFinding(TimeSpan.Zero);
        Assert.Equal((sentence, code), (finding.Reason, finding.Cause?.Code));
        Assert.Equal(arguments, finding.Cause!.Arguments);
    }

    [Fact]
    public async Task CompleteScan_ClosesWhatItHasNotSeen_ButNeitherQuarantineNorScrub()
    {
        var unseen = await Report("a", FindingKind.OrphanFile, scan: 1);
        var seen = await Report("b", FindingKind.OrphanFile, scan: 2);
        var corrupt = await Report("c", FindingKind.Corrupt, scan: 1);
        var moved = (await Rows.Change(await Report("d", FindingKind.OrphanFile, scan: 1), FindingState.Quarantined, Now))!;

        Assert.Equal(1, await Rows.CloseUnseen(2, Now));

        Assert.Equal(FindingState.Resolved, await State(unseen));
        Assert.Equal(FindingState.Found, await State(seen));
        Assert.Equal(FindingState.Found, await State(corrupt));
        Assert.Equal(FindingState.Quarantined, await State(moved));
        await Rows.CloseCorrupt("c", Now);
        Assert.Equal(FindingState.Resolved, await State(corrupt));
        await Rows.Prune(Now.AddDays(91));
        Assert.Null(await Rows.Find(Guid.Parse(unseen.Id)));
        Assert.NotNull(await Rows.Find(Guid.Parse(seen.Id)));
    }

    [Fact]
    public async Task Pages_AreNewestFirst_AndOfOneStateWhenAsked()
    {
        for (var i = 0; i < 5; i++) await Report($"p{i}", FindingKind.OrphanFile, at: Now.AddSeconds(i / 2));
        var all = await Lists.Page(null, 10, null);
        Assert.Equal(5, all.Count);
        Assert.Equal(all.OrderByDescending(row => row.FoundAt).ThenByDescending(row => row.Id, StringComparer.Ordinal).Select(row => row.Id), all.Select(row => row.Id));

        var first = await Lists.Page(null, 2, null);
        var rest = await Lists.Page(null, 10, new Keyset(first[1].FoundAt, first[1].Id));
        Assert.Equal(all.Select(row => row.Id), first.Concat(rest).Select(row => row.Id));

        await Rows.Change(all[0], FindingState.Quarantined, Now);
        Assert.Equal([all[0].Id], (await Lists.Page(FindingState.Quarantined, 10, null)).Select(row => row.Id));
        Assert.Equal([all[0].Id], (await Lists.Quarantined("", 10)).Select(row => row.Id));
        Assert.Equal(["p1", "p2"], (await Rows.Open(["p2", "p1", "none"])).Keys.Order());
    }

    [Fact]
    public async Task Due_IsWhatHasBeenInQuarantineForItsTime_AndWhatItsVideoTookAlong()
    {
        var old = (await Rows.Change(await Report("a", FindingKind.OrphanFile), FindingState.Quarantined, Now))!;
        await Rows.Change(await Report("b", FindingKind.OrphanFile, video: Video), FindingState.Quarantined, Now.AddSeconds(1));
        var aside = (await Rows.Change(await Report("c", FindingKind.Corrupt, video: Video), FindingState.Quarantined, Now.AddSeconds(1)))!;
        Assert.Equal([old.Id], await Due());
        InsertVideo(Video, VideoStatus.Purged);
        Assert.Equal([old.Id, aside.Id], await Due());
    }

    /// <summary>What is due at that moment, however long quarantine lasts.</summary>
    private async Task<IEnumerable<string>> Due()
    {
        var list = QuarantineSweep.Due.Sql.Replace("{now}", $"{Now.ToUnixTimeMilliseconds()}", StringComparison.Ordinal);
        await using var connection = await Database.OpenAsync();
        return await connection.QueryAsync<string>($"select item from ({list}) due order by due_at, item", new { life = 0L });
    }

    [Fact]
    public async Task Counts_AreOfWhatNobodyHasDealtWith_AndOfQuarantine()
    {
        await Report("a", FindingKind.WrongSize);
        await Report("b", FindingKind.WrongSize);
        await Rows.Change(await Report("c", FindingKind.Corrupt), FindingState.Quarantined, Now);
        await Rows.Change(await Report("d", FindingKind.OrphanFile), FindingState.Resolved, Now);

        var counts = await Lists.Count();

        Assert.Equal((2, 0, 0), (counts.Of(FindingKind.WrongSize), counts.Of(FindingKind.Corrupt), counts.Of(FindingKind.OrphanFile)));
        Assert.Equal((1, 9), (counts.QuarantinedFiles, counts.QuarantinedBytes));
        Assert.Equal(2, (await Lists.Page(FindingState.Found, 10, null)).Count);
        Assert.Empty(await Lists.Corrupt());
    }

    [Fact]
    public async Task Scan_IsBegunOnce_AndADryRunPutsNoDueScanOff()
    {
        await Progress.Start(Now);
        await Progress.Start(Now.AddDays(3));
        var day = TimeSpan.FromDays(1);
        Assert.False((await Progress.Read()).IsScanDue(Now.AddHours(23), day));

        var dry = (await Progress.BeginScan(dryRun: true, Now.AddHours(12)))!;
        Assert.Equal((1, true, true), (dry.Scan, dry.IsDryRun, dry.IsScanning));
        Assert.Null(await Progress.BeginScan(dryRun: false, Now));
        await Progress.EndScan(1, files: 3, records: 4, Now);
        var ended = await Progress.Read();
        Assert.Equal((3, 4, false), (ended.Files, ended.Records, ended.IsScanning));
        Assert.True(ended.IsScanDue(Now.AddHours(24), day));

        Assert.Equal(2, (await Progress.BeginScan(dryRun: false, Now.AddHours(24)))!.Scan);
        Assert.False((await Progress.Read()).IsScanDue(Now.AddHours(47), day));
    }

    [Fact]
    public async Task Scrub_KeepsItsPlace_AndItsRoundRests()
    {
        var month = TimeSpan.FromDays(30);
        InsertVideo(Video, VideoStatus.Ready);
        Assert.True((await Progress.Read()).IsScrubDue(Now, month));
        await Progress.BeginScrub(Now);
        var next = (await new StorageRecords(Database).NextToScrub((await Progress.Read()).ScrubAfter))!.Value;
        Assert.Equal((Video, 7, "hash"), (next.Id, next.Size, next.ContentHash));

        await Progress.Scrubbed(Video, 7);
        var place = await Progress.Read();
        Assert.Equal((1, 7, Video.ToString("D")), (place.ScrubFiles, place.ScrubBytes, place.ScrubAfter));
        Assert.Null(await new StorageRecords(Database).NextToScrub(place.ScrubAfter));
        await Progress.EndScrub(Now);
        Assert.False((await Progress.Read()).IsScrubDue(Now.AddDays(29), month));
        Assert.True((await Progress.Read()).IsScrubDue(Now.AddDays(30), month));
    }

    [Fact]
    public async Task Records_TellWhichVideosNeedAFile_AndWhichUploadsAreAlive()
    {
        Guid[] ids = [.. Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()).Order()];
        InsertVideo(ids[0], VideoStatus.Ready);
        InsertVideo(ids[1], VideoStatus.Draft);
        InsertVideo(ids[2], VideoStatus.Trashed);
        var records = new StorageRecords(new SwitchedDatabase(Database, new FakeTimeProvider(Now)));
        Assert.Equal([ids[0], ids[2]], (await records.After("", 10)).Select(row => row.Id));
        Assert.Equal([ids[2]], (await records.After(ids[0].ToString("D"), 10)).Select(row => row.Id));
        Assert.Equal(new RecordFacts(VideoStatus.Draft, 7, HasPoster: true), (await records.Videos(ids))[ids[1]]);
        Assert.Equal(3, (await records.Videos(ids)).Count);
        Assert.Empty(await records.Videos([]));

        var now = Now.ToUnixTimeMilliseconds();
        Upload(ids[0], complete: 1, leasedUntil: 0, expiresAt: 0);
        Upload(ids[1], complete: 0, leasedUntil: now + 1, expiresAt: 0);
        Upload(ids[2], complete: 0, leasedUntil: 0, expiresAt: now + 1);
        Upload(ids[3], complete: 0, leasedUntil: now, expiresAt: now);
        Assert.Equal(ids[..3], (await records.Uploading(ids)).Order());
    }

    private async Task<FindingRow> Report(string path, FindingKind kind, long scan = 1, Guid? video = null, DateTimeOffset? at = null, FindingReason? reason = null) =>
        (await Rows.Report([new Verdict(path, video, kind, reason ?? FindingReasonCode.UploadOver, 9)], scan, at ?? Now))[0].Row;

    private async Task<FindingState> State(FindingRow row) => (await Rows.Find(Guid.Parse(row.Id)))!.State;

    private void Upload(Guid id, long complete, long leasedUntil, long expiresAt) => Tables.Sql(
        "insert into uploads (video_id, account_id, is_complete, leased_until, expires_at, changed_at) values (@id, 'o', @complete, @leased, @expires, 0)",
        ("id", id.ToString("D")), ("complete", complete), ("leased", leasedUntil), ("expires", expiresAt));

    private void InsertVideo(Guid id, VideoStatus status) => Tables.Sql(
        """
        insert into videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, size, content_hash, has_poster, views, created_at, revision, changed_at)
        values (@id, 'o', 'ada', 'ADA', 't', '', 1, @status, 7, 'hash', 1, 0, 0, 1, 0)
        """,
        ("id", id.ToString("D")), ("status", (long)status));
}
