using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>What a Content-Range says.</summary>
/// <param name="From">First byte.</param>
/// <param name="To">Last byte.</param>
/// <param name="Of">The whole content's length.</param>
internal sealed partial record SentRange(long From, long To, long Of)
{
    /// <summary>How many bytes.</summary>
    public long Length => To - From + 1;

    /// <summary>Reads one; null when it names no bytes.</summary>
    /// <param name="header">The header's value.</param>
    public static SentRange? Parse(string header) =>
        Form().Match(header) is { Success: true } match ? new(Number(match, 1), Number(match, 2), Number(match, 3)) : null;

    /// <summary>Whether these are the bytes it names.</summary>
    /// <param name="bytes">What was sent.</param>
    /// <param name="content">The whole content.</param>
    public bool Names(ReadOnlySpan<byte> bytes, byte[] content) =>
        Of == content.Length && From <= To && To < Of && bytes.SequenceEqual(content.AsSpan((int)From, (int)Length));

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^bytes (\d+)-(\d+)/(\d+)$")]
    private static partial Regex Form();
}
