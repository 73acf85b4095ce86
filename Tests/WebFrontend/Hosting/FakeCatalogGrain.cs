using OrleansVideo.Catalog;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.WebFrontend.Hosting;

/// <summary>A catalog that knows whether there is an admin, and says of changes what the test wants.</summary>
public sealed class FakeCatalogGrain : ICatalogGrain
{
    public bool Admin { get; set; }

    /// <summary>How changes are answered.</summary>
    public Func<Task<RecentChanges>> Changes { get; set; } = () => Task.FromResult(new RecentChanges([], IsComplete: true));

    /// <summary>How often changes were asked for.</summary>
    public int Asked { get; private set; }

    public Task<bool> HasAdmin(CancellationToken cancellationToken = default) => Task.FromResult(Admin);

    public Task<Result<Page<VideoDetails>>> List(VideoQuery query, PageRequest page, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Result<Page<VideoDetails>>> ListOwned(
        Guid accountId, VideoStatus? status, PageRequest page, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<StorageUse> GetStorageUse(Guid accountId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<string?> FindUserName(Guid accountId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<RecentChanges> GetRecentChanges()
    {
        Asked++;
        return Changes();
    }
}
