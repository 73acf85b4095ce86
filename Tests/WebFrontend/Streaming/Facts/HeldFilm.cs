using OrleansVideo.Tests.Media;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Streaming;
using OrleansVideo.WebFrontend.Streaming.Facts;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Facts;

/// <summary>A film on the disk, and what a frontend may read of it at one time or another.</summary>
internal sealed class HeldFilm : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public HeldFilm()
    {
        _path = _folder.Combine("film");
        File.WriteAllBytes(_path, new byte[1000]);
    }

    public Guid Id { get; } = Guid.NewGuid();

    public static VideoDetails Details(Guid id, long revision, VideoStatus status = VideoStatus.Ready) => new()
    {
        Id = id,
        OwnerId = Guid.NewGuid(),
        Owner = "ada",
        Title = "A film",
        Visibility = Visibility.Public,
        Status = status,
        ContentType = "video/mp4",
        ContentHash = "abc",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Revision = revision,
    };

    /// <summary>Facts that were just read, with a file that the caller uses.</summary>
    public VideoFacts Read(FactStore store, long revision) => Of(Details(Id, revision), Open(), store.Now);

    /// <summary>A request reads facts, is let in, and ends.</summary>
    public VideoFacts HoldAndLetGo(FactStore store, long revision)
    {
        var facts = Read(store, revision);
        store.Hold(facts);
        facts.Content!.File.Dispose();
        return facts;
    }

    public ContentFile Open() => new(File.OpenHandle(_path, options: FileOptions.Asynchronous));

    public static VideoFacts Of(VideoDetails video, ContentFile file, TimeSpan asked) => new(video, VideoContent.Of(video, file), asked);

    public void Dispose() => _folder.Dispose();
}
