using System.Net;
using Microsoft.Extensions.Localization;
using OrleansVideo.Accounts;
using OrleansVideo.Deletion;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Pages.Words;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Pages.UserHome;

/// <summary>Does the same with several videos: each goes to its own shard of the ledger, a few at a time.</summary>
/// <param name="grains">The way to the grains.</param>
/// <param name="shards">The way to the ledger's shards.</param>
/// <param name="unknown">Counts ids that are not there.</param>
public sealed class SelectedVideos(IGrainFactory grains, DeletionShards shards, UnknownIdLimiter unknown)
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
                : new SelectedVideo(video!.Id, video.Title, await act(shards.ForVideo(video.Id), video));
        });
        return done;
    }
}

/// <summary>What became of one of several videos.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title; null when it is not the caller's to know.</param>
/// <param name="Refusal">Why nothing was done; null when it was.</param>
public sealed record SelectedVideo(Guid Id, string? Title, Refusal? Refusal);

/// <summary>What became of several videos, for people.</summary>
public static class SelectedWords
{
    /// <summary>More refusals than this are counted, not told one by one.</summary>
    private const int MostTold = 5;

    /// <summary>So many are in the trash now.</summary>
    public static string InTrash(this IStringLocalizer words, int count) =>
        words.Count(count, "{0} video is in the trash.", "{0} videos are in the trash.");

    /// <summary>So many came back.</summary>
    public static string Back(this IStringLocalizer words, int count) =>
        words.Count(count, "{0} video is back.", "{0} videos are back.");

    /// <summary>So many are being removed.</summary>
    public static string BeingDeleted(this IStringLocalizer words, int count) =>
        words.Count(count, "{0} video is being deleted for good.", "{0} videos are being deleted for good.");

    /// <summary>Which ones were refused, and why; null when none was.</summary>
    public static string? Refused(this IStringLocalizer words, IEnumerable<SelectedVideo> videos)
    {
        SelectedVideo[] refused = [.. videos.Where(video => video.Refusal is not null)];
        if (refused.Length == 0) return null;

        var told = refused.Take(MostTold).Select(video => words["“{0}”: {1}", video.Title ?? words["A video"], words.Why(video.Refusal!)].Value);
        return string.Join(" ", refused.Length > MostTold
            ? told.Append(words.Count(refused.Length - MostTold, "{0} more was left alone.", "{0} more were left alone."))
            : told);
    }

    private static string Why(this IStringLocalizer words, Refusal refusal) => refusal.Code == RefusalCode.NotReady
        ? words["Only a finished video can wait in the trash; this one can be deleted for good."]
        : words.Detail(refusal);
}
