using Microsoft.AspNetCore.Mvc;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Pages;

/// <summary>A page about one video, whose id is in the path.</summary>
/// <param name="grains">The way to the grains.</param>
/// <param name="clock">The time.</param>
public abstract class VideoPage(IGrainFactory grains, TimeProvider clock) : SitePage(grains, clock)
{
    private VideoDetails? _video;

    /// <summary>The id as the path has it; only the canonical form is one (lower case, hyphens).</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>Where to go afterwards, on this site.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>The video, once it is loaded.</summary>
    public VideoDetails Video => _video ?? throw new InvalidOperationException("The video was not loaded.");

    /// <summary>Loads the video for somebody who wants to look at it.</summary>
    /// <returns>The refusal; null when the caller may.</returns>
    protected Task<IActionResult?> LoadReadableAsync() => LoadAsync(VideoAccess.RefuseReading);

    /// <summary>Loads the video as if nobody were signed in.</summary>
    /// <returns>The refusal; null when everybody may look at it.</returns>
    protected async Task<RefusalCode?> LoadForVisitorsAsync()
    {
        await ReadAsync();
        return VideoAccess.RefuseReading(_video, caller: null);
    }

    /// <summary>Loads the video for somebody who wants to change it.</summary>
    /// <returns>The refusal; null when the caller may.</returns>
    protected Task<IActionResult?> LoadManagedAsync() => LoadAsync(VideoAccess.RefuseManaging);

    /// <summary>Whether the id is one; the grain of something else is not asked.</summary>
    protected bool TryGetId(out Guid id) => Guid.TryParseExact(Id, "D", out id) && id.ToString("D") == Id;

    private async Task<IActionResult?> LoadAsync(Func<VideoDetails?, OrleansVideo.Accounts.Caller?, RefusalCode?> rule)
    {
        await ReadAsync();
        return rule(_video, Caller) is { } refusal ? Refused(refusal) : null;
    }

    private async Task ReadAsync() => _video = TryGetId(out var id) ? await Grains.GetGrain<IVideoGrain>(id).Read() : null;
}
