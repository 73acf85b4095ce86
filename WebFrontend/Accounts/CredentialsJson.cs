namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>User name and password, to register and to sign in.</summary>
/// <param name="UserName">The name.</param>
/// <param name="Password">The password.</param>
public sealed record CredentialsJson(string? UserName, string? Password)
{
    /// <summary>Names the user alone: a password has no business in a log (W5).</summary>
    public override string ToString() => $"{nameof(CredentialsJson)} {{ UserName = {UserName} }}";
}
