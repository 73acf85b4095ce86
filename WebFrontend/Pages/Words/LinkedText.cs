using System.Text.RegularExpressions;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>Finds web addresses in what users write, so that a page can make links of them.</summary>
public static partial class LinkedText
{
    /// <summary>
    /// The text in pieces, none lost: put together, they are the text again. Only <c>http</c> and <c>https</c> addresses
    /// are links. The page encodes every piece; nothing here is HTML.
    /// </summary>
    public static IEnumerable<TextPart> Parts(string text)
    {
        var from = 0;
        foreach (Match match in Address().Matches(text))
        {
            var address = match.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '}', '*', '_');
            if (!Uri.TryCreate(address, UriKind.Absolute, out var link) || link.Host.Length == 0) continue;
            if (match.Index > from) yield return new TextPart(text[from..match.Index]);
            yield return new TextPart(address, link.AbsoluteUri);
            from = match.Index + address.Length;
        }

        if (from < text.Length) yield return new TextPart(text[from..]);
    }

    /// <summary>Starts at a word's edge and ends at white space or at what can't stand in an address (RFC 3986).</summary>
    [GeneratedRegex("""(?<![\p{L}\p{N}])https?://[^\s<>"'`\\^{|}]+""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
