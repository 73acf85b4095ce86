using Microsoft.AspNetCore.Mvc;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.WebFrontend.Pages.Account;

/// <summary>Opens a session.</summary>
public sealed class LoginModel(IGrainFactory grains, TimeProvider clock, AccountSignIn accounts) : SitePage(grains, clock)
{
    /// <summary>The account's name.</summary>
    [BindProperty]
    public string? UserName { get; set; }

    /// <summary>Its password; never shown again.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Where to go afterwards, on this site.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Shows the form; who is signed in has no use for it.</summary>
    public IActionResult OnGet() => Caller is null ? Page() : LocalOr(ReturnUrl, "/userhome");

    /// <summary>Signs in.</summary>
    [RateLimited(RateLimitKind.SignIns, IsCountedWithin = true)]
    public async Task<IActionResult> OnPostAsync()
    {
        var signedIn = await accounts.SignInAsync(UserName, Password, HttpContext);
        return signedIn.TryGet(out _, out var refusal) ? LocalOr(ReturnUrl, "/userhome") : RefusedForm(refusal);
    }
}
