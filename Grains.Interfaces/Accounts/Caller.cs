namespace OrleansVideo.Accounts;

/// <summary>Who asks, as the frontend has proved it for this request. An anonymous visitor is a null caller.</summary>
/// <param name="AccountId">The random id of the account: what owns videos, quota and tokens.</param>
/// <param name="UserName">The name as the account's owner writes it.</param>
/// <param name="IsAdmin">Whether the account has the role <c>admin</c>.</param>
[GenerateSerializer, Immutable, Alias("Caller")]
public sealed record Caller(
    [property: Id(0)] Guid AccountId,
    [property: Id(1)] string UserName,
    [property: Id(2)] bool IsAdmin);

/// <summary>The roles that an account can have.</summary>
public static class Roles
{
    /// <summary>May see and change everything, and enter <c>/admin</c>.</summary>
    public const string Admin = "admin";
}
