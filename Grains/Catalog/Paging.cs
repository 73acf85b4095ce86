using OrleansVideo.Catalog;

namespace OrleansVideo.Grains.Catalog;

/// <summary>Keyset paging, the same for every list.</summary>
internal static class Paging
{
    /// <summary>Checks limit and cursor.</summary>
    /// <param name="page">What the caller asks for.</param>
    /// <param name="after">Where the page begins; null for the first one.</param>
    /// <returns>False when the limit is out of range or the cursor is not one of ours.</returns>
    public static bool TryStart(this PageRequest page, out Keyset? after)
    {
        after = null;
        if (page.Limit is < 1 or > PageRequest.MaxLimit) return false;
        if (page.Cursor is null) return true;
        if (!Keyset.TryParse(page.Cursor, out var keyset)) return false;
        after = keyset;
        return true;
    }

    /// <summary>Makes a page of rows that were read with one more than the limit.</summary>
    /// <param name="rows">Rows in order, at most <paramref name="limit"/> + 1.</param>
    /// <param name="limit">Items on the page.</param>
    /// <param name="keyOf">The place of a row in the list.</param>
    /// <param name="toItem">The row as it leaves the floor.</param>
    public static Page<TItem> ToPage<TRow, TItem>(
        this IReadOnlyList<TRow> rows, int limit, Func<TRow, Keyset> keyOf, Func<TRow, TItem> toItem) =>
        new(
            [.. rows.Take(limit).Select(toItem)],
            rows.Count > limit ? keyOf(rows[limit - 1]).ToCursor() : null);
}
