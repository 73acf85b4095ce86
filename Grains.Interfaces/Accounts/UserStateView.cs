namespace OrleansVideo.Accounts;

/// <summary>An account as an admin may see it in the dashboard: no hash, no stamp, no session id.</summary>
[GenerateSerializer, Immutable, Alias("UserStateView")]
public sealed record UserStateView
{
    /// <summary>Whether there is an account under this key.</summary>
    [Id(0)] public required bool Exists { get; init; }

    /// <summary>Random id of the account.</summary>
    [Id(1)] public Guid AccountId { get; init; }

    /// <summary>The account's name.</summary>
    [Id(2)] public string UserName { get; init; } = "";

    /// <summary>The account's roles, joined by commas.</summary>
    [Id(3)] public string Roles { get; init; } = "";

    /// <summary>How many sessions are live.</summary>
    [Id(4)] public int LiveSessions { get; init; }

    /// <summary>Always 0; kept for the release before.</summary>
    [Id(5)] public int FailedSignIns { get; init; }

    /// <summary>Always null; kept for the release before.</summary>
    [Id(6)] public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When the account was created.</summary>
    [Id(7)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often the state was written.</summary>
    [Id(8)] public long Revision { get; init; }
}
