using System.Text.RegularExpressions;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>Finds web addresses, and times in the film, in what users write, so that a page can make links of them.</summary>
public static partial class LinkedText
{
    /// <summary>
    /// The text in pieces, none lost: put together, they are the text again. Only <c>http</c> and <c>https</c> addresses
    /// are links. The page encodes every piece; nothing here is HTML.
    /// </summary>
    /// <param name="text">The text as written.</param>
    /// <param name="duration">How long the film is, in seconds. Without it, and after its end, a time is just text.</param>
    public static IEnumerable<TextPart> Parts(string text, double? duration = null)
    {
        var from = 0;
        foreach (Match match in AddressOrTime().Matches(text))
        {
            if (PartOf(match, duration ?? 0) is not { } part) continue;
            if (match.Index > from) yield return new TextPart(text[from..match.Index]);
            yield return part;
            from = match.Index + part.Text.Length;
        }

        if (from < text.Length) yield return new TextPart(text[from..]);
    }

    private static TextPart? PartOf(Match match, double duration)
    {
        if (match.Groups["time"].Success)
            return TimeInFilm.Of(match.Value) is { } seconds && seconds < duration ? new TextPart(match.Value, Seconds: seconds) : null;
        var address = match.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '}', '*', '_');
        return Uri.TryCreate(address, UriKind.Absolute, out var link) && link.Host.Length > 0 ? new TextPart(address, link.AbsoluteUri) : null;
    }

    /// <summary>
    /// Both start at a word's edge. An address ends at white space or at what can't stand in it (RFC 3986); a time is no part of
    /// a longer number.
    /// </summary>
    [GeneratedRegex(
        """(?<![\p{L}\p{N}])https?://[^\s<>"'`\\^{|}]+|(?<![\p{L}\p{N}:.,/-])(?<time>(?:[0-9]{1,2}:)?[0-9]{1,2}:[0-9]{2})(?![\p{L}\p{N}:/]|[.,-][0-9])""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AddressOrTime();
}

/// <summary>A piece of a user's text.</summary>
/// <param name="Text">The text as written, not encoded.</param>
/// <param name="Link">Where it leads when it is a web address; else null.</param>
/// <param name="Seconds">The time when it names one in the film; else null.</param>
public sealed record TextPart(string Text, string? Link = null, int? Seconds = null);
