using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Localization;
using OrleansVideo.WebFrontend.Pages.Words;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Pages;

/// <summary>
/// What a browser gets to see instead of the page it asked for: the refusal's own words where there is one, else those of
/// the status. It answers any method and asks no grain, so that it works when nothing else does.
/// </summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorModel(IStringLocalizer<SiteText> texts) : PageModel
{
    /// <summary>The site's texts.</summary>
    public IStringLocalizer T => texts;

    /// <summary>The status code.</summary>
    public int Status { get; private set; }

    /// <summary>A few words.</summary>
    public string Heading => Kind is { } kind ? T[kind.Title] : T.StatusTitle(Status);

    /// <summary>A sentence or two that help on.</summary>
    public string Words => Kind is { } kind ? T.Detail(kind) : T.StatusDetail(Status);

    /// <summary>What finds this request in logs and traces.</summary>
    public string TraceId => Activity.Current?.Id ?? HttpContext.TraceIdentifier;

    /// <summary>Whether the page may be there for somebody who is signed in.</summary>
    public bool SignInHelps => Status is 401 or 403 or 404 && HttpContext.GetCaller() is null;

    /// <summary>Whether something like it may be found.</summary>
    public bool SearchHelps => Status is 404 or 410;

    /// <summary>The same page, where it may well be there in a moment; what was sent to the site is not sent again by a link.</summary>
    public string? Again => Status is 429 or >= 500 && HttpContext.Features.Get<RefusedMethod>() is { } method && HttpMethods.IsGet(method.Name)
        ? Wanted
        : null;

    /// <summary>When another try makes sense, in words; null where the answer does not say.</summary>
    public string? Wait => int.TryParse(Response.Headers.RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? T.RetryAfter(TimeSpan.FromSeconds(seconds))
        : null;

    /// <summary>The path that was asked for.</summary>
    public string? Wanted => HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is { } failed
        ? failed.OriginalPath + failed.OriginalQueryString
        : null;

    /// <summary>The form to try an upload again that was refused; null when it was something else.</summary>
    public string? UploadForm =>
        Wanted is { } path && path.StartsWith("/upload/", StringComparison.Ordinal) ? "/userhome" + path : null;

    private ProblemKind? Kind => HttpContext.Features.Get<ProblemKind>() is { } kind && kind.Status == Status ? kind : null;

    /// <summary>
    /// Answers with the status that the page is about; asked for directly, it is there for admins alone, who may want
    /// to see it: others could make errors on demand, for the graphs of those who run the site. The status is read from the path alone: model binding would first read the
    /// form that was refused, which may have broken off.
    /// </summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var wasRefused = HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null || HttpContext.GetCaller() is { IsAdmin: true };
        var isStatus = int.TryParse(RouteData.Values["status"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var status);
        Status = wasRefused && isStatus && status is >= 400 and <= 599 ? status : StatusCodes.Status404NotFound;
        Response.StatusCode = Status;
    }
}
