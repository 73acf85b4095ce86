using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Accounts;
using OrleansVideo.Grains.Uploads;
using OrleansVideo.Uploads;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Catalog;

/// <summary>Reads the lists on the silo where it is asked.</summary>
[GrainType("catalog"), StatelessWorker]
internal sealed class CatalogGrain(
    VideoLists lists,
    ChangeFeed changes,
    AccountRows accounts,
    StorageCharges charges,
    IOptions<UploadsOptions> uploads) : Grain, ICatalogGrain
{
    public async Task<Result<Page<VideoDetails>>> List(VideoQuery query, PageRequest page)
    {
        if (!page.TryStart(out var after)) return RefusalCode.QueryInvalid;
        if (query.Owner is { } owner && !UserName.IsValid(owner)) return new Page<VideoDetails>([], null);
        if (string.IsNullOrWhiteSpace(query.Text)) return await lists.Newest(query.Owner, page.Limit, after);
        return SearchText.Words(query.Text) is { Count: > 0 } words
            ? await lists.Search(words, query.Owner, page.Limit, after)
            : new Page<VideoDetails>([], null);
    }

    public async Task<Result<Page<VideoDetails>>> ListOwned(Guid accountId, VideoStatus? status, PageRequest page) =>
        page.TryStart(out var after)
            ? await lists.Owned(accountId, status, page.Limit, after)
            : RefusalCode.QueryInvalid;

    public async Task<StorageUse> GetStorageUse(Guid accountId) =>
        new(await charges.Used(accountId), uploads.Value.UserQuotaBytes);

    public Task<bool> HasAdmin() => accounts.AnyAdmin();

    public Task<string?> FindUserName(Guid accountId) => accounts.FindName(accountId);

    public Task<RecentChanges> GetRecentChanges() => changes.Recent();
}
