using Microsoft.AspNetCore.Mvc;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.WebFrontend.Pages.Account;

/// <summary>Ends the session, on the server too. Opening the page ends nothing: it asks first.</summary>
public sealed class LogoutModel(IGrainFactory grains, TimeProvider clock, AccountSignIn accounts) : SitePage(grains, clock)
{
    /// <summary>Asks; a visitor has nothing to sign out of.</summary>
    public IActionResult OnGet() => Caller is null ? LocalRedirect("/") : Page();

    /// <summary>Ends the session; ending one that has ended is done too.</summary>
    [RateLimited(RateLimitKind.Sessions)]
    public async Task<IActionResult> OnPostAsync()
    {
        await accounts.SignOutAsync(HttpContext);
        Notice = T["You are signed out."];
        return LocalRedirect("/");
    }
}
