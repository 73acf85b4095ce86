using Microsoft.AspNetCore.Mvc;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.WebFrontend.Pages.Account;

/// <summary>Makes an account and signs it in.</summary>
public sealed class RegisterModel(IGrainFactory grains, TimeProvider clock, AccountSignIn accounts) : SitePage(grains, clock), INewCredentials
{
    /// <inheritdoc/>
    [BindProperty]
    public string? UserName { get; set; }

    /// <inheritdoc/>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Where to go afterwards, on this site.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Shows the form; who is signed in has no use for it.</summary>
    public IActionResult OnGet() => Caller is null ? Page() : LocalOr(ReturnUrl, "/userhome");

    /// <summary>Makes the account.</summary>
    [RateLimited(RateLimitKind.Registrations, IsCountedWithin = true)]
    public async Task<IActionResult> OnPostAsync()
    {
        var registered = await accounts.RegisterAsync(UserName, Password, HttpContext);
        return registered.TryGet(out _, out var refusal) ? LocalOr(ReturnUrl, "/userhome") : RefusedForm(refusal);
    }
}

/// <summary>A page with a form that makes an account.</summary>
public interface INewCredentials
{
    /// <summary>The name that the account shall have.</summary>
    string? UserName { get; }

    /// <summary>The password that it shall have; never shown again.</summary>
    string? Password { get; }
}
