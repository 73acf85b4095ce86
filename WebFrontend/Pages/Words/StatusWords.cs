using Microsoft.AspNetCore.WebUtilities;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>HTTP status codes for people who know nothing of HTTP.</summary>
public static class StatusWords
{
    /// <summary>A few words.</summary>
    public static string Title(int status) => status switch
    {
        400 => "That did not work",
        403 => "Not allowed",
        404 => "Not found",
        410 => "Gone",
        500 => "Something went wrong",
        503 => "Temporarily unavailable",
        _ when ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } reason => reason,
        _ => "That did not work",
    };

    /// <summary>A sentence or two that help on.</summary>
    public static string Detail(int status) => status switch
    {
        400 => "The request could not be understood. If you sent a form, go back, reload the page and send it again.",
        403 => "You may not do this, or see this.",
        404 => "There is nothing here, or it is not for you to see.",
        405 => "This address can't be opened like this.",
        410 => "What was here was deleted.",
        413 => "That was larger than this site takes.",
        429 => "That was too much at once. Wait a moment and try again.",
        >= 500 and not 503 => "It is the site's fault, not yours. Try again; if it stays, tell the site's admin the trace id below.",
        503 => "A part of the site does not answer just now. Try again in a moment.",
        _ => "Go back and try again.",
    };
}
