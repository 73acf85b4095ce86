using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Uploads;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Pages.Words;

namespace OrleansVideo.WebFrontend.Pages.UserHome;

/// <summary>What an account's owner does: upload, look after the videos, bring back what is in the trash.</summary>
public sealed class UserHomeModel(IGrainFactory grains, TimeProvider clock, IOptions<UploadsOptions> options)
    : SitePage(grains, clock)
{
    /// <summary>The form for a new video.</summary>
    [BindProperty]
    public VideoForm Video { get; set; } = new();

    /// <summary>Where this page of the videos begins.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    /// <summary>Where this page of the trash begins.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Trash { get; set; }

    /// <summary>The videos of this page, those in the trash apart.</summary>
    public Page<VideoDetails> Videos { get; private set; } = new([], null);

    /// <summary>The videos in the trash.</summary>
    public Page<VideoDetails> Trashed { get; private set; } = new([], null);

    /// <summary>What the account's storage holds.</summary>
    public StorageUse Storage { get; private set; } = new(0, 0);

    /// <summary>The largest file that can be uploaded now, in bytes.</summary>
    public long MaxBytes => Math.Max(0, Math.Min(options.Value.MaxBytes, Storage.Limit - Storage.Used));

    /// <summary>The same in words, with the types.</summary>
    public string Limits => $"{options.Value.AllowedTypes}; up to {T.Size(MaxBytes)}.";

    /// <summary>Shows everything.</summary>
    public async Task<IActionResult> OnGetAsync() =>
        Caller is { } caller ? await ShowAsync(caller) : Refused(RefusalCode.SignInRequired);

    /// <summary>Creates the draft and asks for its file: the way without scripts.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (Caller is not { } caller) return Refused(RefusalCode.SignInRequired);

        var id = Guid.CreateVersion7(Now);
        Refusal? refusal = RefusalCode.VisibilityInvalid;
        if (ModelState.IsValid)
        {
            (_, refusal) = await Grains.GetGrain<IVideoGrain>(id).Create(Video.ToNewVideo(), caller);
            if (refusal is null) return RedirectToPage("/UserHome/Upload", new { id });
        }

        var shown = await ShowAsync(caller);
        return shown is PageResult ? RefusedForm(refusal, nameof(Video)) : shown;
    }

    private async Task<IActionResult> ShowAsync(Caller caller)
    {
        var catalog = Grains.GetGrain<ICatalogGrain>(0);
        var use = catalog.GetStorageUse(caller.AccountId);
        var listed = OwnVideos.PageAsync(catalog, caller.AccountId, Cursor);
        var trashed = catalog.ListOwned(caller.AccountId, VideoStatus.Trashed, new PageRequest(Cursor: Trash));
        await Task.WhenAll(use, listed, trashed);

        Storage = await use;
        if (!(await listed).TryGet(out var videos, out var refusal)) return Refused(refusal);
        if (!(await trashed).TryGet(out var trash, out refusal)) return Refused(refusal);
        (Videos, Trashed) = (videos, trash);
        return Page();
    }
}
