using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrleansVideo.Accounts;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Pages.Admin;

/// <summary>What the pages for admins have in common: what they do is done by a form, and told on the page that follows.</summary>
/// <param name="grains">The way to the grains.</param>
/// <param name="clock">The time.</param>
public abstract class AdminPage(IGrainFactory grains, TimeProvider clock) : SitePage(grains, clock)
{
    /// <summary>Does what an admin asked for.</summary>
    /// <typeparam name="TDone">What comes of it.</typeparam>
    /// <param name="act">Does it, and may refuse.</param>
    /// <param name="words">Says that it is done.</param>
    /// <param name="back">The page with the same filters as before.</param>
    protected async Task<IActionResult> ActAsync<TDone>(Func<Caller, Task<Result<TDone>>> act, Func<TDone, string> words, object? back)
        where TDone : class
    {
        if (Caller is not { } admin) return Refused(RefusalCode.SignInRequired);
        if ((await act(admin)).TryGet(out var done, out var refusal))
        {
            Notice = words(done);
        }
        else
        {
            Warning = T.Detail(refusal);
            HttpContext.Features.Set(ProblemTable.Of(refusal.Code)); // Told on the next page, and counted here.
        }

        return RedirectToPage(back);
    }
}

/// <summary>Where admins go: the places of their navigation.</summary>
internal static class AdminPlaces
{
    /// <summary>Where Orleans Dashboard lies.</summary>
    public const string Dashboard = "/admin/orleans";

    /// <summary>The places, in order: path and name.</summary>
    public static (string Path, string Name)[] Of(IStringLocalizer words) =>
    [
        ("/admin", words["Overview"]),
        ("/admin/streams", words["Streams"]),
        ("/admin/deletions", words["Deletions"]),
        ("/admin/storage", words["Storage"]),
        (Dashboard, words["Grains and silos"]),
    ];
}
