namespace OrleansVideo.Accounts;

/// <summary>
/// What ASP.NET Core Identity keeps of an account. It carries the password hash and travels only between the account's
/// grain and the frontend's user store; views and logs never hold it.
/// </summary>
[GenerateSerializer, Immutable, Alias("AccountRecord")]
public sealed record AccountRecord
{
    /// <summary>Random id of the account; never reused.</summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>The name as its owner writes it.</summary>
    [Id(1)] public required string UserName { get; init; }

    /// <summary>Identity's password hash; null for an account that cannot sign in by password.</summary>
    [Id(2)] public string? PasswordHash { get; init; }

    /// <summary>Changes whenever the credentials change.</summary>
    [Id(3)] public string? SecurityStamp { get; init; }

    /// <summary>Role names, see <see cref="Accounts.Roles"/>.</summary>
    [Id(4)] public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Always 0: frontends count failures themselves. Kept for frontends of the release before.</summary>
    [Id(5)] public int FailedSignIns { get; init; }

    /// <summary>Always null: no failure closes an account. Kept for frontends of the release before.</summary>
    [Id(6)] public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When the account was created.</summary>
    [Id(7)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Grows with each change; an update names the revision that it was made from.</summary>
    [Id(8)] public long Revision { get; init; }
}
