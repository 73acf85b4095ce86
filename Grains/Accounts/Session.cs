using OrleansVideo.Accounts;

namespace OrleansVideo.Grains.Accounts;

/// <summary>One signed-in browser.</summary>
/// <param name="Id">Random; the cookie names it.</param>
/// <param name="ExpiresAt">When it ends unless it is used again.</param>
internal sealed record Session(Guid Id, DateTimeOffset ExpiresAt)
{
    /// <summary>What it was opened with; null when that is not known.</summary>
    public Device? Device { get; init; }

    /// <summary>When it was opened; null for sessions from before this was kept.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When it was last used; written with whatever is written next.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}
