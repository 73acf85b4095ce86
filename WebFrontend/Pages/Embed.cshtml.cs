using Microsoft.AspNetCore.Mvc;
using NetEscapades.AspNetCore.SecurityHeaders;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Pages.Shared;
using OrleansVideo.WebFrontend.Pages.Words;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Security;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.WebFrontend.Pages;

/// <summary>
/// The player alone, for frames on other sites. A browser gives no cookie to such a frame, so whoever looks is a visitor: a private
/// video does not exist here, even for its owner. A refusal is said in the frame itself; the site's error page may not be framed.
/// </summary>
[SecurityHeadersPolicy(HeaderPolicies.Embed), ShowsRateLimit]
public sealed class EmbedModel(IGrainFactory grains, TimeProvider clock) : VideoPage(grains, clock)
{
    /// <summary>Where the address asks the film to begin.</summary>
    [BindProperty(Name = "t", SupportsGet = true)]
    public string? StartText { get; set; }

    /// <summary>The film with its beginning; null when there is none to show.</summary>
    public FilmPlayer? Film { get; private set; }

    /// <summary>Why there is none.</summary>
    public ProblemKind? Refusal { get; private set; }

    /// <summary>Shows the player, or says why not.</summary>
    public async Task OnGetAsync()
    {
        var limited = HttpContext.Features.Get<Refusal>();
        if (limited is not null) Response.Headers.RetryAfter = ProblemResult.Seconds(limited.RetryAfter!.Value);
        if ((limited?.Code ?? await LoadForVisitorsAsync()) is { } refusal)
        {
            Refusal = limited?.ToKind() ?? ProblemTable.Of(refusal);
            Response.StatusCode = Refusal.Status;
            return;
        }

        ViewerCookie.Ensure(HttpContext);
        Film = new FilmPlayer(Video, TimeInFilm.Within(Video.DurationSeconds, StartText));
    }
}
