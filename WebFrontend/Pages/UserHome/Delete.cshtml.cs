using Microsoft.AspNetCore.Mvc;
using OrleansVideo.Accounts;
using OrleansVideo.Deletion;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Pages.Shared;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Pages.UserHome;

/// <summary>
/// Moves a video to the trash, brings it back, and deletes it for good, which it asks about first. The forms for it stand
/// on other pages, and lead back to them.
/// </summary>
public sealed class DeleteModel(IGrainFactory grains, TimeProvider clock, DeletionShards shards) : VideoPage(grains, clock)
{
    /// <summary>What an admin tells the owner.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Whether an admin looks at another's video, whose owner can be told why.</summary>
    public bool IsAdmins => Caller is { } caller && Video.ActsAs(caller) == HiddenBy.Admin;

    /// <summary>Asks whether it shall really be deleted for good; an admin chooses between that and the trash.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadManagedAsync() is { } refused) return refused;
        if (Video.Status is VideoStatus.Purging or VideoStatus.Purged) return Refused(RefusalCode.Gone);
        return VideoAccess.RefusePurging(Video, Caller!) is { } held ? Refused(held) : Page();
    }

    /// <summary>Moves it to the trash.</summary>
    [RateLimited(RateLimitKind.Deletions)]
    public Task<IActionResult> OnPostTrashAsync() => ActAsync(async (shard, caller) =>
        (await shard.Remove(Video.Id, caller, permanent: false, Reason)).TryGet(out var receipt, out var refusal)
            ? Moved(receipt)
            : refusal);

    /// <summary>Brings it back.</summary>
    [RateLimited(RateLimitKind.Deletions)]
    public Task<IActionResult> OnPostUndoAsync() => ActAsync(async (shard, caller) =>
        (await shard.Restore(Video.Id, caller)).TryGet(out var video, out var refusal)
            ? Said(video.Status == VideoStatus.Trashed ? T["“{0}” is in its owner's trash again.", video.Title] : T["“{0}” is back.", video.Title])
            : refusal);

    /// <summary>Deletes it for good.</summary>
    [RateLimited(RateLimitKind.Deletions)]
    public Task<IActionResult> OnPostPermanentAsync() => ActAsync(async (shard, caller) =>
        (await shard.Remove(Video.Id, caller, permanent: true, Reason)).Refusal ?? Said(T["“{0}” is being deleted for good.", Video.Title]));

    /// <summary>The form again, with the reason as an admin typed it; the other forms have nothing typed in them.</summary>
    protected override async Task<IActionResult> LimitedAsync(Refusal refusal) =>
        await LoadManagedAsync() ?? (IsAdmins && Reason is not null ? RefusedForm(refusal) : Refused(refusal));

    private async Task<IActionResult> ActAsync(Func<IDeletionShardGrain, Caller, Task<Refusal?>> act)
    {
        if (await LoadManagedAsync() is { } refused) return refused;

        // Loading it has proved that there is a caller.
        if (await act(shards.ForVideo(Video.Id), Caller!) is { } refusal)
        {
            if (refusal.Code == RefusalCode.ReasonInvalid) return RefusedForm(refusal);
            Warning = T.Detail(refusal);
            HttpContext.Features.Set(ProblemTable.Of(refusal.Code)); // Told on the next page, and counted here.
        }

        return LocalOr(ReturnUrl, "/userhome");
    }

    /// <summary>The list of videos shows an undo button beside the words; the video's own page has one anyway.</summary>
    private Refusal? Moved(DeletionReceipt receipt)
    {
        if (receipt.Status != VideoStatus.Trashed) return Said(T["“{0}” is deleted.", Video.Title]);
        var words = T["“{0}” is in the trash.", Video.Title];
        if (ReturnUrl?.StartsWith("/watch/", StringComparison.Ordinal) == true) return Said(words);
        new UndoNotice(words, [Video.Id]).Keep(TempData);
        return null;
    }

    private Refusal? Said(string words)
    {
        Notice = words;
        return null;
    }
}
