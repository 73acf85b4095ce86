using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>Accounts and sessions over JSON.</summary>
internal static class AccountRoutes
{
    /// <summary>Maps <c>/users</c>, <c>/session</c> and <c>/users/me</c>.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("").WithTags("Accounts");
        routes.MapPost("/users", RegisterAsync).LimitRate(RateLimitKind.Registrations, isCountedWithin: true)
            .WithSummary("Create an account and sign in")
            .Produces<ProfileJson>(StatusCodes.Status201Created).ProducesProblems(400, 403, 409, 429);
        routes.MapPost("/session", SignInAsync).LimitRate(RateLimitKind.SignIns, isCountedWithin: true)
            .WithSummary("Sign in")
            .Produces<ProfileJson>().ProducesProblems(400, 401, 429);
        routes.MapDelete("/session", SignOutAsync).LimitRate(RateLimitKind.Sessions)
            .WithSummary("Sign out; the session is dead on the server too")
            .Produces(StatusCodes.Status204NoContent).ProducesProblems(429);

        var me = routes.MapGroup("/users/me").RequireAuthorization();
        me.MapGet("", GetMeAsync).WithSummary("The caller's account and storage").Produces<MeJson>().ProducesProblems(401);
        me.MapPost("/password", ChangePasswordAsync).LimitRate(RateLimitKind.SignIns, isCountedWithin: true)
            .WithSummary("Change the password; all other sessions end")
            .Produces(StatusCodes.Status204NoContent).ProducesProblems(400, 401, 429);
    }

    private static async Task<IResult> RegisterAsync(CredentialsJson body, AccountSignIn accounts, HttpContext context) =>
        (await accounts.RegisterAsync(body.UserName, body.Password, context))
        .ToHttp(session => TypedResults.Created($"{ApiSetup.Root}/users/me", ProfileJson.From(session)));

    private static async Task<IResult> SignInAsync(CredentialsJson body, AccountSignIn accounts, HttpContext context) =>
        (await accounts.SignInAsync(body.UserName, body.Password, context))
        .ToHttp(session => TypedResults.Ok(ProfileJson.From(session)));

    /// <summary>Signing out without a session is done: there is none.</summary>
    private static async Task<IResult> SignOutAsync(AccountSignIn accounts, HttpContext context)
    {
        await accounts.SignOutAsync(context);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> GetMeAsync(IGrainFactory grains, HttpContext context) =>
        context.GetSession() is { } session
            ? TypedResults.Ok(MeJson.From(session, await grains.GetGrain<ICatalogGrain>(0).GetStorageUse(session.AccountId, context.RequestAborted)))
            : RefusalCode.SignInRequired.ToProblem();

    private static async Task<IResult> ChangePasswordAsync(PasswordChangeJson body, AccountSignIn accounts, HttpContext context) =>
        (await accounts.ChangePasswordAsync(body.CurrentPassword, body.NewPassword, context)).ToHttp();
}

/// <summary>User name and password, to register and to sign in.</summary>
/// <param name="UserName">The name.</param>
/// <param name="Password">The password.</param>
public sealed record CredentialsJson(string? UserName, string? Password)
{
    /// <summary>Names the user alone: a password has no business in a log (W5).</summary>
    public override string ToString() => $"{nameof(CredentialsJson)} {{ UserName = {UserName} }}";
}

/// <summary>An account as the API shows it.</summary>
/// <param name="Id">The account's random id.</param>
/// <param name="UserName">Its name.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record ProfileJson(Guid Id, string UserName, IReadOnlyList<string> Roles, DateTime CreatedAt)
{
    /// <summary>The account behind a session.</summary>
    public static ProfileJson From(SessionView session) =>
        new(session.AccountId, session.UserName, session.Roles, session.CreatedAt.UtcDateTime);
}

/// <summary>The caller's own account.</summary>
/// <param name="Id">The account's random id.</param>
/// <param name="UserName">Its name.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Quota">Its storage.</param>
public sealed record MeJson(Guid Id, string UserName, IReadOnlyList<string> Roles, DateTime CreatedAt, QuotaJson Quota)
{
    /// <summary>The account behind a session, with its storage.</summary>
    public static MeJson From(SessionView session, StorageUse use) => new(
        session.AccountId, session.UserName, session.Roles, session.CreatedAt.UtcDateTime, new QuotaJson(use.Used, use.Limit));
}

/// <summary>An account's storage, in bytes.</summary>
/// <param name="Used">Bytes charged, reservations of running uploads included.</param>
/// <param name="Limit">Bytes that the account may use.</param>
public sealed record QuotaJson(long Used, long Limit);

/// <summary>A change of one's own password.</summary>
/// <param name="CurrentPassword">The password so far.</param>
/// <param name="NewPassword">The password from now on.</param>
public sealed record PasswordChangeJson(string? CurrentPassword, string? NewPassword)
{
    /// <summary>Says nothing: a password has no business in a log (W5).</summary>
    public override string ToString() => nameof(PasswordChangeJson);
}
