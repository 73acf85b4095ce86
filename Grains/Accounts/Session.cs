namespace OrleansVideo.Grains.Accounts;

/// <summary>One signed-in browser.</summary>
/// <param name="Id">Random; the cookie names it.</param>
/// <param name="ExpiresAt">When it ends unless it is used again.</param>
internal sealed record Session(Guid Id, DateTimeOffset ExpiresAt);
