namespace OrleansVideo.Accounts;

/// <summary>A live session as its account's owner sees it in a list. It holds nothing that opens the session.</summary>
/// <param name="Handle">Its public name, see <see cref="SessionHandle"/>.</param>
/// <param name="Device">What it was opened with.</param>
/// <param name="OpenedAt">When it was opened; null for sessions from before this was kept.</param>
/// <param name="UsedAt">When it was last used; after the account's grain has moved, known to a twentieth of a session's life.</param>
[GenerateSerializer, Immutable, Alias("SessionFacts")]
public sealed record SessionFacts(
    [property: Id(0)] Guid Handle,
    [property: Id(1)] Device Device,
    [property: Id(2)] DateTimeOffset? OpenedAt,
    [property: Id(3)] DateTimeOffset UsedAt);
