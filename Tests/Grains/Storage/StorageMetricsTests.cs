using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Grains.Storage;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Silo.Database;
using OrleansVideo.Storage;
using OrleansVideo.Tests.Media.Store;
using OrleansVideo.Tests.Silo.Database;
using OrleansVideo.Tests.Silo.Telemetry;

namespace OrleansVideo.Tests.Grains.Storage;

public sealed class StorageMetricsTests : StoreTest
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Findings_AreCountedAndShownByKind()
    {
        using var tables = new TestDatabase();
        using var measured = new Measured();
        var database = new SqliteVideoDatabase(tables.Source);
        var metrics = new StorageMetrics(measured.Meters);
        var gauges = new StorageGauges(new FindingLists(database), measured.Meters);
        Assert.Empty(measured.Take());

        metrics.Seen(3);
        metrics.Found(FindingKind.OrphanFile);
        metrics.Moved(9);
        var rows = new FindingRows(database);
        var found = await rows.Report([Verdict("a"), Verdict("b")], 1, _clock.GetUtcNow());
        await rows.Change(found[0].Row, FindingState.Quarantined, _clock.GetUtcNow());
        await gauges.RefreshAsync();

        var lines = measured.Take();
        Assert.Contains("orleansvideo.storage.files 3 {file}", lines);
        Assert.Contains("orleansvideo.storage.found 1 {finding} kind=orphan_file", lines);
        Assert.Contains("orleansvideo.storage.moved 9 By", lines);
        Assert.Contains("orleansvideo.storage.findings 1 {finding} kind=stale_part", lines);
        Assert.Contains("orleansvideo.storage.findings 0 {finding} kind=corrupt", lines);
        Assert.Contains("orleansvideo.storage.quarantined 9 By", lines);

        gauges.Forget();
        Assert.Empty(measured.Take());
    }

    [Fact]
    public async Task Scrub_ReadsNoFasterThanItsRate()
    {
        using var tables = new TestDatabase();
        using var measured = new Measured();
        var database = new SqliteVideoDatabase(tables.Source);
        await WritePartAsync(1, Bytes(10_000));
        Store.Publish(Id, 1);
        tables.Sql(
            """
            insert into videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, size, content_hash, has_poster, views, created_at, revision, changed_at)
            values (@id, 'o', 'ada', 'ADA', 't', '', 1, 3, 10000, @hash, 0, 0, 0, 1, 0)
            """,
            ("id", Id.ToString("D")), ("hash", Sha256(Bytes(10_000))));
        using var scrub = new StorageScrub(
            Store, new MediaInventory(Store), new StorageRecords(database), new FindingRows(database), new StorageProgress(database),
            new StorageMetrics(measured.Meters), grains: null!, Options.Create(new StorageOptions { ScrubBytesPerSecond = 3000 }), _clock,
            NullLogger<StorageScrub>.Instance);

        long[] expected = [3000, 3000, 3000, 1000];
        foreach (var bytes in expected)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await scrub.ReadOn(CancellationToken.None);
            Assert.Equal([$"orleansvideo.storage.scrubbed {bytes} By"], measured.Take());
        }

        Assert.Equal((1, 10_000), ((await new StorageProgress(database).Read()).ScrubFiles, (await new StorageProgress(database).Read()).ScrubBytes));
    }

    private static Verdict Verdict(string path) => new(path, null, FindingKind.StalePart, FindingReasonCode.UploadOver, 9);
}
