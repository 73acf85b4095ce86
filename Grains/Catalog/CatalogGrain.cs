using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Accounts;
using OrleansVideo.Grains.Uploads;
using OrleansVideo.Uploads;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Catalog;

/// <summary>Reads the lists on the silo where it is asked. It holds nothing, so its calls interleave: one that waits for the database delays no other.</summary>
/// <remarks>One worker, as Orleans 10.4 hands a cancellation to any that is idle, and not to the one that is at work on the call.</remarks>
[GrainType("catalog"), StatelessWorker(1), Reentrant]
internal sealed class CatalogGrain(
    VideoLists lists,
    SearchGate searches,
    ChangeFeed changes,
    AccountRows accounts,
    StorageCharges charges,
    IOptions<UploadsOptions> uploads) : Grain, ICatalogGrain
{
    public async Task<Result<Page<VideoDetails>>> List(
        VideoQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        if (!page.TryStart(out var after)) return RefusalCode.QueryInvalid;
        if (query.Owner is { } owner && !UserName.IsValid(owner)) return new Page<VideoDetails>([], null);
        if (string.IsNullOrWhiteSpace(query.Text)) return await lists.Newest(query.Owner, page.Limit, after, cancellationToken);
        return SearchText.Words(query.Text) is { Count: > 0 } words
            ? await searches.RunAsync(() => lists.Search(words, query.Owner, page.Limit, after, cancellationToken), cancellationToken)
            : new Page<VideoDetails>([], null);
    }

    public async Task<Result<Page<VideoDetails>>> ListOwned(
        Guid accountId, VideoStatus? status, PageRequest page, CancellationToken cancellationToken) =>
        page.TryStart(out var after)
            ? await lists.Owned(accountId, status, page.Limit, after, cancellationToken)
            : RefusalCode.QueryInvalid;

    public async Task<StorageUse> GetStorageUse(Guid accountId, CancellationToken cancellationToken) =>
        new(await charges.Used(accountId, cancellationToken), uploads.Value.UserQuotaBytes);

    public Task<bool> HasAdmin(CancellationToken cancellationToken) => accounts.AnyAdmin(cancellationToken);

    public Task<string?> FindUserName(Guid accountId, CancellationToken cancellationToken) =>
        accounts.FindName(accountId, cancellationToken);

    public Task<RecentChanges> GetRecentChanges() => changes.Recent();
}

/// <summary>Takes the words out of what people type into the search field.</summary>
internal static class SearchText
{
    /// <summary>Words taken of one search; further ones are left out.</summary>
    public const int MaxWords = 16;

    /// <summary>The words, without characters that no database takes as text; none when there is nothing to look for.</summary>
    public static IReadOnlyList<string> Words(string? text) =>
        [.. (text ?? "")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Replace("\0", "", StringComparison.Ordinal))
            .Where(word => word.Any(char.IsLetterOrDigit))
            .Take(MaxWords)];
}
