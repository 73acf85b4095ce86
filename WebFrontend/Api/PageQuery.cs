using System.Globalization;
using OrleansVideo.Catalog;

namespace OrleansVideo.WebFrontend.Api;

/// <summary>Which page of a list the query asks for, as text: <c>?limit=</c> and <c>?cursor=</c>.</summary>
/// <param name="Limit">Items at most, 1 to 100; 24 unless said.</param>
/// <param name="Cursor">The previous page's <c>nextCursor</c>.</param>
public sealed record PageQuery(string? Limit, string? Cursor)
{
    private const int MaxCursor = 512;

    /// <summary>The page that is wanted, or <see cref="RefusalCode.QueryInvalid"/>. What a cursor means, the list says.</summary>
    public Result<PageRequest> Read()
    {
        var limit = PageRequest.DefaultLimit;
        if (Limit is not null
            && !(int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= PageRequest.MaxLimit))
            return RefusalCode.QueryInvalid;
        return Cursor is { Length: 0 or > MaxCursor } ? RefusalCode.QueryInvalid : new PageRequest(limit, Cursor);
    }
}

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
/// <param name="Items">The items, in order.</param>
/// <param name="NextCursor">Where the next page begins, as <c>?cursor=</c>; null on the last one.</param>
public sealed record PageJson<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>From a page of the cluster to a page of the API.</summary>
public static class PageExtensions
{
    /// <summary>The page in the shape of the API.</summary>
    /// <param name="page">The page.</param>
    /// <param name="shape">Gives one item its shape.</param>
    public static PageJson<TJson> ToJson<TItem, TJson>(this Page<TItem> page, Func<TItem, TJson> shape) =>
        new([.. page.Items.Select(shape)], page.NextCursor);
}
