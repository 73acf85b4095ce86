namespace OrleansVideo.Grains.Accounts;

/// <summary>The stored state of one account. Revision 0 means that there is none.</summary>
internal sealed record UserState
{
    /// <summary>Version of this stored form.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Grows by one with each change of the account; sessions do not count.</summary>
    public long Revision { get; init; }

    public Guid AccountId { get; init; }
    public string UserName { get; init; } = "";
    public string? PasswordHash { get; init; }
    public string? SecurityStamp { get; init; }
    public IReadOnlyList<string> Roles { get; init; } = [];
    public int FailedSignIns { get; init; }
    public DateTimeOffset? LockedUntil { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Live sessions and some that have expired since the last write.</summary>
    public IReadOnlyList<Session> Sessions { get; init; } = [];
}
