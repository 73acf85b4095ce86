using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OrleansVideo.Grains.Catalog;

/// <summary>
/// The opaque cursor of a keyset-paged list: the sort key and the id of the last item seen, in base64url. A cursor from
/// another list or another time only ever moves within the caller's own list.
/// </summary>
/// <param name="Key">The sort key: Unix milliseconds, a sequence number, or the bits of a rank.</param>
/// <param name="Id">The id that breaks ties; empty where the key is unique.</param>
internal readonly record struct Keyset(long Key, string Id)
{
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
