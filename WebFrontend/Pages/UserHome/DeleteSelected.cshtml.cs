using Microsoft.AspNetCore.Mvc;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.WebFrontend.Pages.UserHome;

/// <summary>Asks once before several videos are deleted for good, and does it.</summary>
public sealed class DeleteSelectedModel(IGrainFactory grains, TimeProvider clock, SelectedVideos selected) : SitePage(grains, clock)
{
    /// <summary>Which ones.</summary>
    [BindProperty(SupportsGet = true)]
    public IReadOnlyList<Guid> Ids { get; set; } = [];

    /// <summary>Those of them that can be deleted.</summary>
    public IReadOnlyList<SelectedVideo> Videos { get; private set; } = [];

    /// <summary>Asks whether they shall really be deleted.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (Caller is not { } caller) return Refused(RefusalCode.SignInRequired);
        Videos = [.. (await selected.ReadAsync(Ids, caller, HttpContext.Connection.RemoteIpAddress)).Where(video => video.Refusal is null)];
        return Videos.Count > 0 ? Page() : RedirectToPage("/UserHome/Index");
    }

    /// <summary>Deletes them.</summary>
    [RateLimited(RateLimitKind.Deletions)]
    public async Task<IActionResult> OnPostAsync()
    {
        if (Caller is not { } caller) return Refused(RefusalCode.SignInRequired);
        var videos = await selected.DeleteAsync(Ids, caller, HttpContext.Connection.RemoteIpAddress);
        var done = videos.Count(video => video.Refusal is null);
        if (done > 0) Notice = T.BeingDeleted(done);
        Warning = T.Refused(videos);
        return RedirectToPage("/UserHome/Index");
    }
}
