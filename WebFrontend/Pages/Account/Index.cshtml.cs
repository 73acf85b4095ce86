using Microsoft.AspNetCore.Mvc;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.WebFrontend.Accounts;

namespace OrleansVideo.WebFrontend.Pages.Account;

/// <summary>The caller's own account: profile, storage, password.</summary>
public sealed class AccountModel(IGrainFactory grains, TimeProvider clock, AccountSignIn accounts) : SitePage(grains, clock)
{
    /// <summary>The password as it is.</summary>
    [BindProperty]
    public string? CurrentPassword { get; set; }

    /// <summary>The password as it shall be.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>The account.</summary>
    public UserStateView Profile { get; private set; } = new() { Exists = false };

    /// <summary>What its storage holds.</summary>
    public StorageUse Storage { get; private set; } = new(0, 0);

    /// <summary>Shows the account.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (Caller is not { } caller) return Refused(RefusalCode.SignInRequired);

        Profile = await Grains.GetGrain<IUserGrain>(OrleansVideo.Accounts.UserName.GrainKey(caller.UserName)).GetState();
        Storage = await Grains.GetGrain<ICatalogGrain>(0).GetStorageUse(caller.AccountId);
        return Page();
    }

    /// <summary>Changes the password.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var changed = await accounts.ChangePasswordAsync(CurrentPassword, Password, HttpContext);
        if (changed.Refusal is not { } refusal)
        {
            Notice = "Your password is changed. All your other sessions ended.";
            return RedirectToPage();
        }

        var shown = await OnGetAsync();
        if (Caller is null) return shown;
        if (refusal.Code != RefusalCode.CredentialsWrong) return RefusedForm(refusal);

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        ModelState.AddModelError(nameof(CurrentPassword), "This is not your current password.");
        return shown;
    }
}
