namespace OrleansVideo.Catalog;

/// <summary>One page of a keyset-paged list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
/// <param name="Items">The items of this page, in order.</param>
/// <param name="NextCursor">Opaque: where the next page begins; null on the last one.</param>
[GenerateSerializer, Immutable, Alias("Page`1")]
public sealed record Page<T>(
    [property: Id(0)] IReadOnlyList<T> Items,
    [property: Id(1)] string? NextCursor);

/// <summary>Which page of a list is wanted.</summary>
/// <param name="Limit">Items at most, 1 to <see cref="MaxLimit"/>.</param>
/// <param name="Cursor">The previous page's <see cref="Page{T}.NextCursor"/>; null for the first page.</param>
[GenerateSerializer, Immutable, Alias("PageRequest")]
public sealed record PageRequest(
    [property: Id(0)] int Limit = PageRequest.DefaultLimit,
    [property: Id(1)] string? Cursor = null)
{
    /// <summary>Items on a page unless the caller says otherwise.</summary>
    public const int DefaultLimit = 24;

    /// <summary>Items on a page at most.</summary>
    public const int MaxLimit = 100;
}
