namespace OrleansVideo.Catalog;

/// <summary>One page of a keyset-paged list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
/// <param name="Items">The items of this page, in order.</param>
/// <param name="NextCursor">Opaque: where the next page begins; null on the last one.</param>
[GenerateSerializer, Immutable, Alias("Page`1")]
public sealed record Page<T>(
    [property: Id(0)] IReadOnlyList<T> Items,
    [property: Id(1)] string? NextCursor);
