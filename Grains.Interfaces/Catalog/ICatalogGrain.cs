using Orleans.Concurrency;
using OrleansVideo.Videos;

namespace OrleansVideo.Catalog;

/// <summary>
/// Stateless worker that reads the lists. They may lag behind the videos' grains by milliseconds: acting on a video
/// always asks its grain. A malformed cursor is <see cref="RefusalCode.QueryInvalid"/>. A caller that is gone, or whose call timed
/// out, stops its statement.
/// </summary>
[Alias("ICatalogGrain"), GrainInterfaceType("catalog")]
public interface ICatalogGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Public, ready videos: newest first, or, among the newest thousand that match, best match first.
    /// <see cref="RefusalCode.SearchBusy"/> when the silo runs as many searches as it may.
    /// </summary>
    [Alias("List"), ResponseTimeout("00:00:05"), Idempotent]
    Task<Result<Page<VideoDetails>>> List(VideoQuery query, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>All videos of one account but the purged ones, newest first.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="status">Only those in this state; null for all.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    [Alias("ListOwned"), Idempotent]
    Task<Result<Page<VideoDetails>>> ListOwned(Guid accountId, VideoStatus? status, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>What the account's storage holds and may hold.</summary>
    [Alias("GetStorageUse"), Idempotent]
    Task<StorageUse> GetStorageUse(Guid accountId, CancellationToken cancellationToken = default);

    /// <summary>Whether any account has the role <c>admin</c>.</summary>
    [Alias("HasAdmin"), Idempotent]
    Task<bool> HasAdmin(CancellationToken cancellationToken = default);

    /// <summary>The user name of an account; null when there is none with this id.</summary>
    [Alias("FindUserName"), Idempotent]
    Task<string?> FindUserName(Guid accountId, CancellationToken cancellationToken = default);

    /// <summary>
    /// What changes now or changed lately, as the silo's last poll of the database found it: a frontend asks five times a
    /// second, and forgets what it knows of those videos. Never waits behind a list. An answer that takes longer is of no use,
    /// and nobody repeats the call: the next one is due.
    /// </summary>
    [Alias("GetRecentChanges"), AlwaysInterleave, ResponseTimeout("00:00:02")]
    Task<RecentChanges> GetRecentChanges();
}

/// <summary>Which public, ready videos are wanted.</summary>
/// <param name="Text">Words to search for; null or blank lists the newest first, else the best match comes first.</param>
/// <param name="Owner">Only this user's; null for everybody's.</param>
[GenerateSerializer, Immutable, Alias("VideoQuery")]
public sealed record VideoQuery(
    [property: Id(0)] string? Text = null,
    [property: Id(1)] string? Owner = null);

/// <summary>An account's storage.</summary>
/// <param name="Used">Bytes charged, reservations of running uploads included.</param>
/// <param name="Limit">Bytes that the account may use.</param>
[GenerateSerializer, Immutable, Alias("StorageUse")]
public sealed record StorageUse([property: Id(0)] long Used, [property: Id(1)] long Limit);
