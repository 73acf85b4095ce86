namespace OrleansVideo.Accounts;

/// <summary>A live session and the account behind it: all that a request needs to know about who asks.</summary>
/// <param name="SessionId">The random id that the cookie names.</param>
/// <param name="AccountId">The account's random id.</param>
/// <param name="UserName">The account's name.</param>
/// <param name="Roles">The account's roles now, not at sign-in.</param>
/// <param name="CreatedAt">When the account was created.</param>
/// <param name="ExpiresAt">When the session ends unless it is used again.</param>
[GenerateSerializer, Immutable, Alias("SessionView")]
public sealed record SessionView(
    [property: Id(0)] Guid SessionId,
    [property: Id(1)] Guid AccountId,
    [property: Id(2)] string UserName,
    [property: Id(3)] IReadOnlyList<string> Roles,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] DateTimeOffset ExpiresAt);
