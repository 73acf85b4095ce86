using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Grains.Storage;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Silo.Database;
using OrleansVideo.Storage;
using OrleansVideo.Tests.Media.Store;
using OrleansVideo.Tests.Silo.Database;

namespace OrleansVideo.Tests.Grains.Storage;

/// <summary>Those who know may change their mind at any point of a move.</summary>
public sealed class QuarantineRaceTests : StoreTest, IFileWitness
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TestDatabase _tables = new();
    private readonly Queue<bool> _answers = new();
    private readonly List<bool> _placesWhenAsked = [];
    private readonly FindingRows _findings;

    public QuarantineRaceTests() => _findings = new FindingRows(new SwitchedDatabase(new SqliteVideoDatabase(_tables.Source), new FakeTimeProvider(Now)));

    private MediaInventory Inventory => new(Store);

    private string Path => MediaInventory.VideoPath(Id);

    [Fact]
    public async Task File_ThatIsWantedAfterTheRename_GoesBack()
    {
        var id = await Found();
        foreach (var isNobodys in new[] { true, false }) _answers.Enqueue(isNobodys);

        var outcome = await Moves().Quarantine(id);

        Assert.Equal(RefusalCode.FileWanted, outcome.Refusal?.Code);
        Assert.Equal([true, false], _placesWhenAsked); // Asked in its place, and asked in quarantine.
        Assert.NotNull(Inventory.Find(Path));
        Assert.Null(Inventory.FindInQuarantine(Path));
        Assert.Equal(FindingState.Resolved, (await _findings.Find(id))!.State);
    }

    [Fact]
    public async Task File_ThatIsWantedBeforeTheRename_IsNotTouched()
    {
        var id = await Found();
        _answers.Enqueue(false);

        Assert.Equal(RefusalCode.FileWanted, (await Moves().Quarantine(id)).Refusal?.Code);

        Assert.Equal([true], _placesWhenAsked);
        Assert.NotNull(Inventory.Find(Path));
    }

    [Fact]
    public async Task File_ThatNobodyWants_StaysInQuarantine_AfterTwoQuestions()
    {
        var id = await Found();
        foreach (var isNobodys in new[] { true, true }) _answers.Enqueue(isNobodys);

        Assert.Equal(FindingState.Quarantined, (await Moves().Quarantine(id)).Value!.State);

        Assert.Empty(_answers);
        Assert.NotNull(Inventory.FindInQuarantine(Path));
    }

    [Fact]
    public async Task SecondFileFromOnePlace_WaitsUntilTheFirstIsGone()
    {
        var id = await Found();
        Assert.Equal(MoveOutcome.Moved, Inventory.Quarantine(Path));
        await File.WriteAllBytesAsync(Store.PathOf(Id), Bytes(22));
        _answers.Enqueue(true);

        Assert.Equal(RefusalCode.PlaceOccupied, (await Moves().Quarantine(id)).Refusal?.Code);

        Assert.Equal((22, 11), (Inventory.Find(Path)!.Length, Inventory.FindInQuarantine(Path)!.Length));
        Assert.Equal(FindingState.Quarantined, (await _findings.Find(id))!.State); // What lies there goes when its time is over.
    }

    Task<Verdict?> IFileWitness.Judge(MediaFile file) => throw new NotSupportedException();

    Task<RecordFacts?> IFileWitness.Read(Guid videoId) => throw new NotSupportedException();

    Task<bool> IFileWitness.Holds(FindingRow finding, MediaFile? file)
    {
        _placesWhenAsked.Add(Inventory.Find(finding.Path) is not null);
        return Task.FromResult(_answers.Dequeue());
    }

    private async Task<Guid> Found()
    {
        await WritePartAsync(1, Bytes(11));
        Store.Publish(Id, 1);
        var (row, isNew) = (await _findings.Report([new Verdict(Path, Id, FindingKind.OrphanFile, FindingReasonCode.UploadOver, 11)], 1, Now))[0];
        Assert.True(isNew);
        return Guid.Parse(row.Id);
    }

    private QuarantineMoves Moves() => new(
        Inventory, _findings, this, Options.Create(new StorageOptions()), NullLogger<QuarantineMoves>.Instance);
}
