using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>Registration, sign-in, sign-out and passwords: what the pages and the API have in common.</summary>
public sealed class AccountSignIn
{
    /// <summary>Creates an account and signs it in.</summary>
    public Task<Result<SessionView>> RegisterAsync(string? userName, string? password, HttpContext context) =>
        throw new NotImplementedException();

    /// <summary>Opens a session for the account and sets its cookie.</summary>
    public Task<Result<SessionView>> SignInAsync(string? userName, string? password, HttpContext context) =>
        throw new NotImplementedException();

    /// <summary>Ends the request's session on the server and removes its cookie.</summary>
    public Task SignOutAsync(HttpContext context) => throw new NotImplementedException();

    /// <summary>Changes the caller's password; all other sessions of the account end.</summary>
    public Task<Result> ChangePasswordAsync(string? current, string? next, HttpContext context) =>
        throw new NotImplementedException();

    /// <summary>Creates the first admin for who knows the one-time set-up code, and signs it in.</summary>
    public Task<Result<SessionView>> SetUpAsync(string? code, string? userName, string? password, HttpContext context) =>
        throw new NotImplementedException();
}
