using System.Net;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.Deletion;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Network;

namespace OrleansVideo.WebFrontend.Pages.UserHome;

/// <summary>Does the same with several videos: each goes to its own shard of the ledger, a few at a time.</summary>
/// <param name="grains">The way to the grains.</param>
/// <param name="options">How many shards there are.</param>
/// <param name="unknown">Counts ids that are not there.</param>
public sealed class SelectedVideos(IGrainFactory grains, IOptions<DeletionOptions> options, UnknownIdLimiter unknown)
{
    /// <summary>The most videos that one form acts on; what is chosen beyond is left alone.</summary>
    public const int Most = 100;

    private const int AtOnce = 8;

    /// <summary>
    /// Moves them to the trash. One that is not finished is refused (<see cref="RefusalCode.NotReady"/>), as it could not be brought
    /// back: its deletion is for good.
    /// </summary>
    public Task<SelectedVideo[]> TrashAsync(IEnumerable<Guid> ids, Caller caller, IPAddress? from) => EachAsync(ids, caller, from, async (shard, video) =>
        video.Status is VideoStatus.Draft or VideoStatus.Processing or VideoStatus.Failed
            ? RefusalCode.NotReady
            : (await shard.Delete(video.Id, caller, permanent: false)).Refusal);

    /// <summary>Brings them back.</summary>
    public Task<SelectedVideo[]> RestoreAsync(IEnumerable<Guid> ids, Caller caller, IPAddress? from) =>
        EachAsync(ids, caller, from, async (shard, video) => (await shard.Restore(video.Id, caller)).Refusal);

    /// <summary>Deletes them for good.</summary>
    public Task<SelectedVideo[]> DeleteAsync(IEnumerable<Guid> ids, Caller caller, IPAddress? from) =>
        EachAsync(ids, caller, from, async (shard, video) => (await shard.Delete(video.Id, caller, permanent: true)).Refusal);

    /// <summary>Does nothing: their titles, and which of them the caller may not change.</summary>
    public Task<SelectedVideo[]> ReadAsync(IEnumerable<Guid> ids, Caller caller, IPAddress? from) =>
        EachAsync(ids, caller, from, (_, video) => Task.FromResult<Refusal?>(
            (video.Status is VideoStatus.Purging or VideoStatus.Purged ? RefusalCode.Gone : VideoAccess.RefusePurging(video, caller)) is { } refused
                ? refused
                : null));

    private async Task<SelectedVideo[]> EachAsync(
        IEnumerable<Guid> ids, Caller caller, IPAddress? from, Func<IDeletionShardGrain, VideoDetails, Task<Refusal?>> act)
    {
        Guid[] chosen = [.. ids.Distinct().Take(Most)];
        var done = new SelectedVideo[chosen.Length];
        await Parallel.ForAsync(0, chosen.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (index, _) =>
        {
            if (unknown.RefusedFor(from) is { } wait)
            {
                done[index] = new SelectedVideo(chosen[index], null, UnknownIdLimiter.RefusalOf(wait));
                return;
            }

            var video = await grains.GetGrain<IVideoGrain>(chosen[index]).Read();
            if (video is null) unknown.Add(from, chosen[index].ToString());
            done[index] = VideoAccess.RefuseManaging(video, caller) is { } refused
                ? new SelectedVideo(chosen[index], null, refused)
                : new SelectedVideo(video!.Id, video.Title, await act(ShardOf(video.Id), video));
        });
        return done;
    }

    private IDeletionShardGrain ShardOf(Guid id) =>
        grains.GetGrain<IDeletionShardGrain>(DeletionShardKey.Of(id, options.Value.Shards));
}
