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
    /// <summary>What the file dialog offers first; the content decides in the end.</summary>
    public const string Accept = "video/*,.mp4,.m4v,.mov,.webm,.mkv,.ogv,.ogg";

    /// <summary>The largest file that can be uploaded now, in bytes.</summary>
    public long MaxBytes { get; private set; }

    /// <summary>The same in words, with the types.</summary>
    public string Limits => $"{options.Value.AllowedTypes}; up to {T.Size(MaxBytes)}.";

    /// <summary>How long an unfinished draft is kept.</summary>
    public string KeptFor => T.Left(options.Value.Expiry);

    /// <summary>Shows the form; a video that has its content already is shown instead.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadManagedAsync() is { } refused) return refused;
        if (Video.Status != VideoStatus.Draft) return RedirectToPage("/Watch", new { id = Video.Id });

        var storage = await Grains.GetGrain<ICatalogGrain>(0).GetStorageUse(Video.OwnerId);
        MaxBytes = Math.Max(0, Math.Min(options.Value.MaxBytes, storage.Limit - storage.Used));
        return Page();
    }
}
