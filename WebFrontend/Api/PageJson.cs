namespace OrleansVideo.WebFrontend.Api;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
/// <param name="Items">The items, in order.</param>
/// <param name="NextCursor">Where the next page begins, as <c>?cursor=</c>; null on the last one.</param>
public sealed record PageJson<T>(IReadOnlyList<T> Items, string? NextCursor);
