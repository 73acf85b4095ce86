namespace OrleansVideo.Catalog;

/// <summary>The reconciler's work as the dashboard shows it.</summary>
/// <param name="Passes">Passes since activation.</param>
/// <param name="Settled">Announced changes finished since activation.</param>
/// <param name="Driven">Uploads and processing videos taken up since activation.</param>
/// <param name="Expired">Unfinished uploads given up since activation.</param>
/// <param name="LastPass">When the last pass ended; null before the first.</param>
/// <param name="Waiting">Due work of all lists that was tried and waits for its next attempt.</param>
/// <param name="DeadLetters">Due work of all lists that was given up and waits for an admin.</param>
[GenerateSerializer, Immutable, Alias("CatalogReconcilerView")]
public sealed record CatalogReconcilerView(
    [property: Id(0)] long Passes,
    [property: Id(1)] long Settled,
    [property: Id(2)] long Driven,
    [property: Id(3)] long Expired,
    [property: Id(4)] DateTimeOffset? LastPass,
    [property: Id(5)] long Waiting = 0,
    [property: Id(6)] long DeadLetters = 0);
