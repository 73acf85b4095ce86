using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Uploads;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Pages.Shared;
using OrleansVideo.WebFrontend.Pages.Words;

namespace OrleansVideo.WebFrontend.Pages.UserHome;

/// <summary>What an account's owner does: upload, look after the videos, bring back what is in the trash.</summary>
public sealed class UserHomeModel(IGrainFactory grains, TimeProvider clock, IOptions<UploadsOptions> options, SelectedVideos selected)
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

    /// <summary>What can be uploaded now.</summary>
    public UploadRoom Room => UploadRoom.Of(options.Value, Storage);

    /// <summary>How long an unfinished draft is kept.</summary>
    public string KeptFor => T.Left(options.Value.Expiry);

    /// <summary>Shows everything.</summary>
    public async Task<IActionResult> OnGetAsync() =>
        Caller is { } caller ? await ShowAsync(caller) : Refused(RefusalCode.SignInRequired);

    /// <summary>Creates the draft and asks for its file: the way without scripts.</summary>
    [RateLimited(RateLimitKind.Drafts)]
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

    /// <summary>Moves the chosen videos to the trash.</summary>
    [RateLimited(RateLimitKind.Deletions)]
    public Task<IActionResult> OnPostTrashAsync(Guid[] ids) => ActAsync(ids, selected.TrashAsync, done =>
        new UndoNotice(T.InTrash(done.Length), done).Keep(TempData));

    /// <summary>Brings the chosen videos back.</summary>
    [RateLimited(RateLimitKind.Deletions)]
    public Task<IActionResult> OnPostRestoreAsync(Guid[] ids) =>
        ActAsync(ids, selected.RestoreAsync, done => Notice = T.Back(done.Length));

    /// <summary>Asks whether the chosen videos shall really be deleted for good.</summary>
    [RateLimited(RateLimitKind.Deletions)]
    public IActionResult OnPostPermanent(Guid[] ids) => ids.Length > 0
        ? RedirectToPage("/UserHome/DeleteSelected", new { ids = ids.Take(SelectedVideos.Most) })
        : NoneChosen();

    /// <summary>The page again, with the form as it was typed.</summary>
    protected override async Task<IActionResult> LimitedAsync(Refusal refusal)
    {
        if (Caller is not { } caller) return Refused(refusal);
        return await ShowAsync(caller) is PageResult ? RefusedForm(refusal, nameof(Video)) : Refused(refusal);
    }

    private async Task<IActionResult> ActAsync(Guid[] ids, Func<Guid[], Caller, IPAddress?, Task<SelectedVideo[]>> act, Action<Guid[]> say)
    {
        if (Caller is not { } caller) return Refused(RefusalCode.SignInRequired);
        if (ids.Length == 0) return NoneChosen();

        var videos = await act(ids, caller, HttpContext.Connection.RemoteIpAddress);
        Guid[] done = [.. videos.Where(video => video.Refusal is null).Select(video => video.Id)];
        if (done.Length > 0) say(done);
        Warning = T.Refused(videos);
        return Here();
    }

    private RedirectToPageResult NoneChosen()
    {
        Warning = T["Choose at least one video first."];
        return Here();
    }

    private RedirectToPageResult Here() => RedirectToPage("/UserHome/Index", new { Cursor, Trash });

    private async Task<IActionResult> ShowAsync(Caller caller)
    {
        var catalog = Grains.GetGrain<ICatalogGrain>(0);
        var use = catalog.GetStorageUse(caller.AccountId, HttpContext.RequestAborted);
        var listed = OwnVideos.PageAsync(catalog, caller.AccountId, Cursor, HttpContext.RequestAborted);
        var trashed = catalog.ListOwned(caller.AccountId, VideoStatus.Trashed, new PageRequest(Cursor: Trash), HttpContext.RequestAborted);
        await Task.WhenAll(use, listed, trashed);

        Storage = await use;
        if (!(await listed).TryGet(out var videos, out var refusal)) return Refused(refusal);
        if (!(await trashed).TryGet(out var trash, out refusal)) return Refused(refusal);
        (Videos, Trashed) = (videos, trash);
        return Page();
    }
}

/// <summary>An account's videos as its owner looks after them: all but those in the trash, which have a list of their own.</summary>
public static class OwnVideos
{
    /// <summary>How many pages full of trash are read over before the reader is asked to go on.</summary>
    public const int MaxSkips = 4;

    /// <summary>One page. It may be short, as the trash is left out, but it is only empty when the list has ended or is mostly trash.</summary>
    /// <param name="catalog">The lists.</param>
    /// <param name="accountId">Whose.</param>
    /// <param name="cursor">Where the page begins.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<Result<Page<VideoDetails>>> PageAsync(ICatalogGrain catalog, Guid accountId, string? cursor, CancellationToken cancellationToken)
    {
        for (var skips = 0; ; skips++)
        {
            var listed = await catalog.ListOwned(accountId, status: null, new PageRequest(Cursor: cursor), cancellationToken);
            if (!listed.TryGet(out var page, out var refusal)) return refusal;

            var shown = page.Items.Where(video => video.Status != VideoStatus.Trashed).ToArray();
            if (shown.Length > 0 || page.NextCursor is null || skips == MaxSkips)
                return new Page<VideoDetails>(shown, page.NextCursor);
            cursor = page.NextCursor;
        }
    }
}
