using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.WebFrontend.Accounts.Sessions;
using OrleansVideo.WebFrontend.Security;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>Accounts: Identity over the accounts' grains, and the session cookie.</summary>
public static class AccountsSetup
{
    /// <summary>The policy of routes that are for admins alone.</summary>
    public const string AdminsOnly = "admins";

    /// <summary>Adds accounts, sign-in, the session cookie and the policy <see cref="AdminsOnly"/>.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddVideoOptions<AccountsOptions>("Accounts");
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<IPasswordValidator<Account>, PasswordRuleValidator>(); // Before Identity adds its own.
        services.TryAddSingleton<IPasswordHasher<Account>, UnicodePasswordHasher>();
        services.AddIdentityCore<Account>(options => options.User.AllowedUserNameCharacters = UserName.AllowedCharacters)
            .AddUserStore<GrainUserStore>();
        services.AddSingleton<DecoyPassword>().AddSingleton<SignInGuard>().AddSingleton<KnownDevices>();
        services.AddSingleton<PasswordHashThrottle>().AddSingleton<SignInMetrics>();
        services.AddSingleton<SessionCache>().AddSingleton<SessionCheck>().AddScoped<SessionCookieEvents>();
        services.AddScoped<AccountCredentials>().AddScoped<AccountSignIn>();

        services.AddAuthentication(SessionPrincipal.Scheme).AddCookie(SessionPrincipal.Scheme);
        services.AddOptions<CookieAuthenticationOptions>(SessionPrincipal.Scheme)
            .Configure<IOptions<AccountsOptions>>((cookie, accounts) => Configure(cookie, accounts.Value));
        services.AddAuthorizationBuilder().AddPolicy(AdminsOnly, policy => policy.RequireRole(Roles.Admin));
        return services;
    }

    private static void Configure(CookieAuthenticationOptions options, AccountsOptions accounts)
    {
        options.CookieManager = new HostCookies();
        options.Cookie.Name = "orleansvideo-session";
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = accounts.SessionLife;
        options.SlidingExpiration = true;
        options.LoginPath = "/account/login";
        options.ReturnUrlParameter = "returnUrl";
        options.EventsType = typeof(SessionCookieEvents);
    }
}
