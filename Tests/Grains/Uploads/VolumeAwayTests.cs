using OrleansVideo.Grains.Deletion;
using OrleansVideo.Grains.Videos;
using OrleansVideo.Media.Store;
using OrleansVideo.Tests.Media;

namespace OrleansVideo.Tests.Grains.Uploads;

/// <summary>A volume that is unmounted while the silo runs: that no file is seen then means nothing.</summary>
public sealed class VolumeAwayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MediaStore _media;
    private readonly Guid _id = Guid.CreateVersion7();

    public VolumeAwayTests()
    {
        _media = new MediaStore(_folder.Path);
        Directory.Delete(_folder.Path, recursive: true);
        Directory.CreateDirectory(_folder.Path); // The empty mount point.
    }

    [Fact]
    public void Publish_Throws_AndMakesNothing()
    {
        Assert.Throws<DirectoryNotFoundException>(() => _media.Publish(_id, 1));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Removal_IsNotDone() => Assert.NotNull(new VideoFiles(_media).Remove(_id).Error);

    [Fact]
    public async Task Probe_SaysNothingOfTheVideo() => await Assert.ThrowsAsync<DirectoryNotFoundException>(
        () => new ProbeQueue(_media).Probe(_id, Guid.NewGuid()));

    public void Dispose() => _folder.Dispose();
}
