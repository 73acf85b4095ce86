using OrleansVideo.Grains.Storage;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Storage;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Storage;

public sealed class FileRulesTests
{
    private static readonly Guid Id = Guid.CreateVersion7();

    public static TheoryData<MediaFileKind, VideoStatus?, bool, FindingKind?> Cases => new()
    {
        { MediaFileKind.Video, null, false, FindingKind.OrphanFile },
        { MediaFileKind.Video, VideoStatus.Draft, false, null }, // Renamed a moment before the video says processing.
        { MediaFileKind.Video, VideoStatus.Processing, false, null },
        { MediaFileKind.Video, VideoStatus.Ready, false, null },
        { MediaFileKind.Video, VideoStatus.Failed, false, null },
        { MediaFileKind.Video, VideoStatus.Trashed, false, null },
        { MediaFileKind.Video, VideoStatus.Purging, false, null }, // Its deletion removes it.
        { MediaFileKind.Video, VideoStatus.Purged, false, FindingKind.OrphanFile },
        { MediaFileKind.Poster, null, false, FindingKind.OrphanFile },
        { MediaFileKind.Poster, VideoStatus.Draft, false, null },
        { MediaFileKind.Poster, VideoStatus.Processing, false, null }, // Made before the video knows of it.
        { MediaFileKind.Poster, VideoStatus.Ready, false, FindingKind.OrphanFile },
        { MediaFileKind.Poster, VideoStatus.Purging, false, null },
        { MediaFileKind.Poster, VideoStatus.Purged, false, FindingKind.OrphanFile },
        { MediaFileKind.Part, null, false, FindingKind.StalePart },
        { MediaFileKind.Part, VideoStatus.Draft, false, FindingKind.StalePart },
        { MediaFileKind.Part, VideoStatus.Draft, true, null },
        { MediaFileKind.Part, VideoStatus.Ready, false, FindingKind.StalePart },
        { MediaFileKind.Part, VideoStatus.Ready, true, null },
        { MediaFileKind.Part, VideoStatus.Purging, false, null },
        { MediaFileKind.Part, VideoStatus.Purged, false, FindingKind.StalePart },
        { MediaFileKind.Leftover, null, false, FindingKind.StalePart },
        { MediaFileKind.Leftover, VideoStatus.Draft, true, null },
        { MediaFileKind.Leftover, VideoStatus.Processing, false, null },
        { MediaFileKind.Leftover, VideoStatus.Ready, false, FindingKind.StalePart },
        { MediaFileKind.Unknown, null, false, FindingKind.OrphanFile },
    };

    [Theory, MemberData(nameof(Cases))]
    public void File_IsNobodys_WhenNeitherVideoNorUploadAsksForIt(MediaFileKind kind, VideoStatus? status, bool isUploading, FindingKind? expected)
    {
        var verdict = FileRules.JudgeFile(File(kind, 5), Record(status), isUploading);

        Assert.Equal(expected, verdict?.Kind);
        if (verdict is not null) Assert.Equal(("a/b", 5), (verdict.Path, verdict.Size));
        if (verdict is not null) Assert.EndsWith(".", verdict.Reason.InEnglish(), StringComparison.Ordinal);
    }

    [Fact]
    public void Poster_ThatTheVideoKnowsOf_IsItsOwn() =>
        Assert.Null(FileRules.JudgeFile(File(MediaFileKind.Poster, 5), new RecordFacts(VideoStatus.Ready, 7, HasPoster: true), isUploading: false));

    [Theory]
    [InlineData(VideoStatus.Draft, false)]
    [InlineData(VideoStatus.Processing, true)]
    [InlineData(VideoStatus.Ready, true)]
    [InlineData(VideoStatus.Failed, true)]
    [InlineData(VideoStatus.Trashed, true)]
    [InlineData(VideoStatus.Purging, false)]
    [InlineData(VideoStatus.Purged, false)]
    public void Content_HasToBeThere_FromProcessingUntilThePurge(VideoStatus status, bool isNeeded)
    {
        var record = new RecordFacts(status, 7, HasPoster: true);

        Assert.Equal(isNeeded ? FindingKind.MissingFile : null, FileRules.JudgeContent(Id, record, null)?.Kind);
        Assert.Equal(isNeeded ? FindingKind.WrongSize : null, FileRules.JudgeContent(Id, record, File(MediaFileKind.Video, 8))?.Kind);
        Assert.Null(FileRules.JudgeContent(Id, record, File(MediaFileKind.Video, 7)));
        Assert.Equal(isNeeded ? FindingKind.MissingFile : null, FileRules.JudgePoster(Id, record, null)?.Kind);
        Assert.Null(FileRules.JudgePoster(Id, record, File(MediaFileKind.Poster, 3)));
        Assert.Null(FileRules.JudgePoster(Id, record with { HasPoster = false }, null));
    }

    [Fact]
    public void Reason_SaysWhatWasStoredAndWhatIsThere()
    {
        var record = new RecordFacts(VideoStatus.Trashed, 12345, HasPoster: false);

        Assert.Equal("The video was stored with 12,345 bytes; its file has 8.", FileRules.JudgeContent(Id, record, File(MediaFileKind.Video, 8))!.Reason.InEnglish());
        var missing = FileRules.JudgeContent(Id, record, null)!;
        Assert.Equal(("The video is in the trash, but its file is not there.", 12345), (missing.Reason.InEnglish(), missing.Size));
    }

    [Fact]
    public void Video_ThatIsUnknown_NeedsNoFile() => Assert.Null(FileRules.JudgeContent(Id, null, null));

    private static MediaFile File(MediaFileKind kind, long length) =>
        new(kind, kind == MediaFileKind.Unknown ? null : Id, null, "a/b", length, default);

    private static RecordFacts? Record(VideoStatus? status) => status is { } known ? new RecordFacts(known, 7, HasPoster: false) : null;
}
