using Microsoft.AspNetCore.Mvc;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.WebFrontend.Pages.UserHome;

/// <summary>Changes a video's texts and who may see it.</summary>
public sealed class EditModel(IGrainFactory grains, TimeProvider clock) : VideoPage(grains, clock)
{
    /// <summary>The form.</summary>
    [BindProperty]
    public VideoForm Form { get; set; } = new();

    /// <summary>Whether an admin looks at another's video, whose owner can be told why.</summary>
    public bool IsAdmins => Caller is { } caller && Video.ActsAs(caller) == HiddenBy.Admin;

    /// <summary>Shows the form with what the video says now.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadManagedAsync() is { } refused) return refused;
        if (Video.Status is VideoStatus.Trashed or VideoStatus.Purging or VideoStatus.Purged) return Refused(RefusalCode.Gone);
        Form = VideoForm.From(Video);
        return Page();
    }

    /// <summary>Saves it.</summary>
    [RateLimited(RateLimitKind.Edits)]
    public async Task<IActionResult> OnPostAsync()
    {
        if (await LoadManagedAsync() is { } refused) return refused;
        if (!ModelState.IsValid) return RefusedForm(RefusalCode.VisibilityInvalid, nameof(Form));

        // Loading it has proved that there is a caller.
        var edited = await Grains.GetGrain<IVideoGrain>(Video.Id).Edit(Form.ToEdit(), Caller!);
        if (!edited.TryGet(out var video, out var refusal)) return RefusedForm(refusal, nameof(Form));

        Notice = T["“{0}” is saved.", video.Title];
        return LocalOr(ReturnUrl, "/userhome");
    }

    /// <summary>The form again, as it was typed.</summary>
    protected override async Task<IActionResult> LimitedAsync(Refusal refusal) => await LoadManagedAsync() ?? RefusedForm(refusal, nameof(Form));
}
