using Microsoft.Extensions.Localization;
using Microsoft.AspNetCore.WebUtilities;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>HTTP status codes for people who know nothing of HTTP.</summary>
public static class StatusWords
{
    /// <summary>A few words.</summary>
    public static string StatusTitle(this IStringLocalizer words, int status) => status switch
    {
        400 => words["That did not work"],
        403 => words["Not allowed"],
        404 => words["Not found"],
        405 => words["Not like this"],
        410 => words["Gone"],
        413 => words["Too large"],
        429 => words["Too much at once"],
        500 => words["Something went wrong"],
        503 => words["Temporarily unavailable"],
        _ when ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } reason => reason,
        _ => words["That did not work"],
    };

    /// <summary>A sentence or two that help on.</summary>
    public static string StatusDetail(this IStringLocalizer words, int status) => status switch
    {
        400 => words["The request could not be understood. If you sent a form, go back, reload the page and send it again."],
        403 => words["You may not do this, or see this."],
        404 => words["There is nothing here, or it is not for you to see."],
        405 => words["This address can't be opened like this."],
        410 => words["What was here was deleted."],
        413 => words["That was larger than this site takes."],
        429 => words["That was too much at once. Wait a moment and try again."],
        >= 500 and not 503 => words["It is the site's fault, not yours. Try again; if it stays, tell the site's admin the trace id below."],
        503 => words["A part of the site does not answer just now. Try again in a moment."],
        _ => words["Go back and try again."],
    };
}
