using Microsoft.AspNetCore.Mvc;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Accounts.Sessions;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.WebFrontend.Pages.Account;

/// <summary>The caller's own account: profile, storage, sessions, password.</summary>
public sealed class AccountModel(IGrainFactory grains, TimeProvider clock, AccountSignIn accounts, SessionCheck sessions)
    : SitePage(grains, clock)
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

    /// <summary>Its live sessions.</summary>
    public IReadOnlyList<SessionFacts> Sessions { get; private set; } = [];

    /// <summary>The handle of the session that asks.</summary>
    public Guid? ThisSession => Mine is { } mine ? SessionHandle.Of(mine.SessionId) : null;

    private SessionView? Mine => HttpContext.GetSession();

    /// <summary>Shows the account.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (Mine is not { } mine) return Refused(RefusalCode.SignInRequired);

        Profile = await Grains.GetGrain<IUserGrain>(UserName.GrainKey(mine.UserName)).GetState();
        Storage = await Grains.GetGrain<ICatalogGrain>(0).GetStorageUse(mine.AccountId, HttpContext.RequestAborted);
        Sessions = await sessions.ListAsync(mine);
        return Page();
    }

    /// <summary>Changes the password.</summary>
    [RateLimited(RateLimitKind.SignIns, IsCountedWithin = true)]
    public async Task<IActionResult> OnPostAsync()
    {
        var changed = await accounts.ChangePasswordAsync(CurrentPassword, Password, HttpContext);
        if (changed.Refusal is not { } refusal) return Done(T["Your password is changed. All your other sessions ended."]);

        var shown = await OnGetAsync();
        if (Caller is null) return shown;
        if (refusal.Code != RefusalCode.CredentialsWrong) return RefusedForm(refusal);

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        ModelState.AddModelError(nameof(CurrentPassword), T["This is not your current password."]);
        return shown;
    }

    /// <summary>Ends another session of the account.</summary>
    [RateLimited(RateLimitKind.Sessions)]
    public async Task<IActionResult> OnPostEndSessionAsync(Guid? handle)
    {
        if (Mine is not { } mine) return Refused(RefusalCode.SignInRequired);
        if (handle is not { } other) return Refused(RefusalCode.NotFound);
        await sessions.EndAsync(mine, other);
        return Done(T["That session ended."]);
    }

    /// <summary>Ends all sessions of the account but the one that asks.</summary>
    [RateLimited(RateLimitKind.Sessions)]
    public async Task<IActionResult> OnPostEndOtherSessionsAsync()
    {
        if (Mine is not { } mine) return Refused(RefusalCode.SignInRequired);
        await sessions.EndOthersAsync(mine);
        return Done(T["All your other sessions ended."]);
    }

    /// <summary>The words stand at the top, while a browser would keep the fragment that the form was sent to.</summary>
    private RedirectToPageResult Done(string words)
    {
        Notice = words;
        return RedirectToPage("/Account/Index", pageHandler: "", fragment: "main");
    }
}
