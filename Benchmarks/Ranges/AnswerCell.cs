namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>An answer in a few words, in which N is the content's length.</summary>
/// <param name="Words">Status, and range or parts.</param>
/// <param name="Fault">What is wrong with its bytes; null when they are those it names.</param>
internal sealed record AnswerCell(string Words, string? Fault)
{
    /// <summary>Puts an answer into words, and looks at its bytes.</summary>
    /// <param name="method">The request's method: an answer to HEAD has no bytes.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="content">The whole content.</param>
    public static AnswerCell Of(string method, RawAnswer answer, byte[] content)
    {
        var isFramed = answer["Content-Type"].StartsWith("multipart/byteranges", StringComparison.OrdinalIgnoreCase);
        var isHead = method == "HEAD";
        var (words, isRight) = answer.Status switch
        {
            200 => ("200", answer.Body.AsSpan().SequenceEqual(content)),
            206 when isFramed => isHead ? ("206 framed", true) : Framed(answer, content),
            206 => Single(answer, content),
            416 => ($"416 {answer["Content-Range"]}".Replace($"bytes */{content.Length}", "*/N", StringComparison.Ordinal).Trim(), true),
            _ => ($"{answer.Status}", true),
        };
        if (isHead) return new(words, answer.Body.Length > 0 ? "with a body" : null);
        return new(words, !isRight ? "wrong bytes" : HasLength(answer) ? null : "wrong Content-Length");
    }

    private static (string Words, bool IsRight) Single(RawAnswer answer, byte[] content)
    {
        if (SentRange.Parse(answer["Content-Range"]) is not { } range) return ("206", false);
        return ($"206 {Place(range.From)}-{Place(range.To)}/N", range.Names(answer.Body, content));

        string Place(long place) =>
            place == content.Length ? "N" : place > content.Length / 2 ? $"(N−{content.Length - place})" : $"{place}";
    }

    private static (string Words, bool IsRight) Framed(RawAnswer answer, byte[] content)
    {
        var parts = Multipart.Parts(answer).ToList();
        var bytes = parts.Sum(part => (long)part.Bytes.Length);
        var sum = bytes > 0 && bytes % content.Length == 0 ? $"{bytes / content.Length} N" : $"{bytes}";
        var isRight = parts.TrueForAll(part => SentRange.Parse(part.ContentRange)?.Names(part.Bytes, content) == true);
        return ($"206, {parts.Count} part{(parts.Count == 1 ? "" : "s")} of {sum} bytes", isRight);
    }

    private static bool HasLength(RawAnswer answer) =>
        !answer.Headers.ContainsKey("Content-Length") || answer.Status == 304 || answer["Content-Length"] == $"{answer.Body.Length}";
}
