using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>What pages ask before they offer an account.</summary>
public static class Registration
{
    /// <summary>Whether a visitor can make an account.</summary>
    public static bool TakesNewAccounts(this HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<AccountsOptions>>().Value.AllowRegistration;
}
