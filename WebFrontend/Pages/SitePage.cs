using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrleansVideo.Accounts;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Localization;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Pages.Words;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Pages;

/// <summary>What all pages have in common: who asks, what time it is, and how a refusal is shown.</summary>
/// <param name="grains">The way to the grains.</param>
/// <param name="clock">The time.</param>
public abstract class SitePage(IGrainFactory grains, TimeProvider clock) : PageModel
{
    /// <summary>Who asks; null for a visitor.</summary>
    public Caller? Caller => HttpContext.GetCaller();

    /// <summary>The time to which ages and countdowns relate.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The site's texts in the reader's language; the key is the English text.</summary>
    public IStringLocalizer T => HttpContext.RequestServices.GetRequiredService<IStringLocalizer<SiteText>>();

    /// <summary>What the next page says was done.</summary>
    [TempData]
    public string? Notice { get; set; }

    /// <summary>What the next page says was refused.</summary>
    [TempData]
    public string? Warning { get; set; }

    /// <summary>The way to the grains.</summary>
    protected IGrainFactory Grains => grains;

    /// <summary>The whole page is refused: its status with the rule's words, or the way to sign-in where that is what lacks.</summary>
    protected IActionResult Refused(Refusal refusal)
    {
        if (refusal.Code == RefusalCode.SignInRequired)
            return RedirectToPage("/Account/Login", new { returnUrl = HttpContext.Here() });

        var kind = refusal.ToKind();
        HttpContext.Features.Set(kind);
        if (kind.RetryAfter is { } wait) Response.Headers.RetryAfter = ProblemResult.Seconds(wait);
        return StatusCode(kind.Status);
    }

    /// <summary>Says that a limit was reached: instead of the page, unless it has a form in which something was typed.</summary>
    protected virtual Task<IActionResult> LimitedAsync(Refusal refusal) => Task.FromResult(Refused(refusal));

    /// <summary>A form is refused: the same page again, with the rule's words beside the field that broke it.</summary>
    /// <param name="refusal">The rule.</param>
    /// <param name="prefix">The name of the form's property on the page, if its fields have one.</param>
    protected IActionResult RefusedForm(Refusal refusal, string? prefix = null)
    {
        var kind = ProblemTable.Of(refusal.Code);
        HttpContext.Features.Set(kind);
        Response.StatusCode = kind.Status;
        var words = T.Detail(refusal);
        if ((refusal.RetryAfter ?? kind.RetryAfter) is { } wait)
        {
            Response.Headers.RetryAfter = ProblemResult.Seconds(wait);
            words = $"{words} {T.RetryAfter(wait)}";
        }

        ModelState.AddModelError(Forms.RefusedField.Of(refusal, prefix), words);
        return Page();
    }

    /// <summary>What writes is limited before it does anything, by the limit that its handler names.</summary>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.HandlerMethod is { } handler && RateLimitedRoutes.Writes(Request.Method) && KindOf(handler.MethodInfo) is { } kind
            && HttpContext.RequestServices.GetRequiredService<RateLimits>().Refuse(kind, HttpContext) is { } refusal)
        {
            context.Result = await LimitedAsync(refusal);
            return;
        }

        await base.OnPageHandlerExecutionAsync(context, next);
    }

    /// <summary>A method or handler that the page does not have is refused; a page would else be shown without its facts.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.HandlerMethod is null) context.Result = StatusCode(StatusCodes.Status405MethodNotAllowed);
    }

    private static RateLimitKind? KindOf(MethodInfo handler) => handler.GetCustomAttribute<RateLimitedAttribute>() is { } limited
        ? limited.IsCountedWithin ? null : limited.Kind
        : RateLimitKind.Edits;

    /// <summary>On to a path of this site, or to the fallback when the path leads elsewhere.</summary>
    protected IActionResult LocalOr(string? returnUrl, string fallback) => LocalRedirect(LocalUrl.OrElse(returnUrl, fallback));
}
