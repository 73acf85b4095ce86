using System.Buffers.Text;
using System.Globalization;
using System.Text;
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

/// <summary>
/// The opaque cursor of a keyset-paged list: the sort key and the id of the last item seen, in base64url. A cursor from
/// another list or another time only ever moves within the caller's own list.
/// </summary>
/// <param name="Key">The sort key: Unix milliseconds, a sequence number, or the bits of a rank.</param>
/// <param name="Id">The id that breaks ties; empty where the key is unique.</param>
internal readonly record struct Keyset(long Key, string Id)
{
    /// <summary>
    /// The condition of a page, in SQL, for a list in falling order of two columns of one index: parameters <c>@key</c> and <c>@id</c>, both
    /// null for the first page. A row value, and no "is null or", so that either database begins to read at that place of the index.
    /// </summary>
    /// <param name="key">The sort key, never null in a row that is listed.</param>
    /// <param name="id">The column that breaks ties.</param>
    public static string Below(string key, string id) =>
        $"({key}, {id}) < (coalesce(@key, {Last}), coalesce(@id, ''))";

    /// <summary>
    /// <see cref="Below"/> where the index has an expression for a sort key. SQLite seeks an expression by itself alone, so it is given that
    /// bound as well; rows of the very same key are left to the row value.
    /// </summary>
    public static string BelowExpression(string key, string id) => $"{key} <= coalesce(@key, {Last}) and {Below(key, id)}";

    /// <summary>Before the first row: the greatest 64-bit number.</summary>
    private const string Last = "9223372036854775807";

    /// <summary>The cursor that goes on after this place.</summary>
    public string ToCursor() =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Key}:{Id}")));

    /// <summary>Reads a cursor.</summary>
    /// <returns>False when the text is none of ours.</returns>
    public static bool TryParse(string cursor, out Keyset keyset)
    {
        keyset = default;
        if (cursor.Length > 100 || !Base64Url.IsValid(cursor)) return false;
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split(':', 2);
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key))
            return false;
        if (parts[1].Length != 0 && !Guid.TryParseExact(parts[1], "D", out _)) return false;
        keyset = new Keyset(key, parts[1]);
        return true;
    }
}
