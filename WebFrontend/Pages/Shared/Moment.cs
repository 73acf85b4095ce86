namespace OrleansVideo.WebFrontend.Pages.Shared;

/// <summary>A point in time, and the time at which a page speaks of it.</summary>
/// <param name="When">The point in time.</param>
/// <param name="Now">The page's now.</param>
public sealed record Moment(DateTimeOffset When, DateTimeOffset Now);
