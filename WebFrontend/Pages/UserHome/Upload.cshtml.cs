using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using OrleansVideo.Catalog;
using OrleansVideo.Uploads;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Pages.Words;

namespace OrleansVideo.WebFrontend.Pages.UserHome;

/// <summary>Asks for a draft's file. The form goes to the upload route, which streams it to disk.</summary>
public sealed class UploadModel(IGrainFactory grains, TimeProvider clock, IOptions<UploadsOptions> options) : VideoPage(grains, clock)
{
    /// <summary>What can be uploaded now.</summary>
    public UploadRoom Room { get; private set; } = UploadRoom.None;

    /// <summary>How long an unfinished draft is kept.</summary>
    public string KeptFor => T.Left(options.Value.Expiry);

    /// <summary>Shows the form; a video that has its content already is shown instead.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadManagedAsync() is { } refused) return refused;
        if (Video.Status != VideoStatus.Draft) return RedirectToPage("/Watch", new { id = Video.Id });

        Room = UploadRoom.Of(options.Value, await Grains.GetGrain<ICatalogGrain>(0).GetStorageUse(Video.OwnerId, HttpContext.RequestAborted));
        return Page();
    }
}
