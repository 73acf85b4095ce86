using System.Text;

namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>Takes <c>multipart/byteranges</c> apart.</summary>
internal static class Multipart
{
    /// <summary>The parts of an answer: what Content-Range says of each, and its bytes.</summary>
    /// <param name="answer">The answer.</param>
    public static IEnumerable<(string ContentRange, byte[] Bytes)> Parts(RawAnswer answer)
    {
        var boundary = answer["Content-Type"].Split("boundary=")[1].Trim('"');
        var line = Encoding.Latin1.GetBytes($"--{boundary}\r\n");
        for (var from = Find(answer.Body, line, 0); from >= 0; from = Find(answer.Body, line, from))
        {
            var blank = Find(answer.Body, "\r\n\r\n"u8, from);
            var head = Encoding.Latin1.GetString(answer.Body, from, blank - from).Split("\r\n");
            var range = head.Single(field => field.StartsWith("Content-Range:", StringComparison.OrdinalIgnoreCase))["Content-Range:".Length..].Trim();
            var length = SentRange.Parse(range)?.Length ?? 0;
            yield return (range, answer.Body[blank..(int)Math.Min(answer.Body.Length, blank + length)]);
            from = (int)(blank + length);
        }
    }

    /// <summary>The place after the next occurrence; negative without one.</summary>
    private static int Find(byte[] bytes, ReadOnlySpan<byte> pattern, int from)
    {
        if (from > bytes.Length) return -1;
        var at = bytes.AsSpan(from).IndexOf(pattern);
        return at < 0 ? -1 : from + at + pattern.Length;
    }
}
