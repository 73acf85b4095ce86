using Microsoft.AspNetCore.Mvc;
using OrleansVideo.Catalog;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Pages.Account;

namespace OrleansVideo.WebFrontend.Pages;

/// <summary>Makes the first admin, once, for who can read the server's files.</summary>
public sealed class SetupModel(IGrainFactory grains, TimeProvider clock, AccountSignIn accounts)
    : SitePage(grains, clock), INewCredentials
{
    /// <summary>The one-time code.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <inheritdoc/>
    [BindProperty]
    public string? UserName { get; set; }

    /// <inheritdoc/>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Shows the form until there is an admin.</summary>
    public async Task<IActionResult> OnGetAsync() =>
        await Grains.GetGrain<ICatalogGrain>(0).HasAdmin(HttpContext.RequestAborted) ? Refused(RefusalCode.SetupCodeWrong) : Page();

    /// <summary>Makes the admin and signs it in.</summary>
    [RateLimited(RateLimitKind.SignIns, IsCountedWithin = true)]
    public async Task<IActionResult> OnPostAsync()
    {
        var done = await accounts.SetUpAsync(Code, UserName, Password, HttpContext);
        if (!done.TryGet(out _, out var refusal)) return RefusedForm(refusal);

        Notice = T["Welcome. You are this site's admin."];
        return LocalRedirect("/");
    }
}
