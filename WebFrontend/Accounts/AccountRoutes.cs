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
