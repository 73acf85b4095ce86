namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>Conditions together, in the order of RFC 9110 §13.2.2.</summary>
internal static class PrecedenceCases
{
    /// <summary>The requests.</summary>
    public static IReadOnlyList<RangeCase> All { get; } =
    [
        new("If-Match: {etag}\nIf-Unmodified-Since: {earlier}", [200], "13.1.4", "With If-Match in the request, If-Unmodified-Since must be ignored."),
        new("If-Match: {etag}\nIf-None-Match: {etag}", [304], "13.2.2", "If-Match holds: on to If-None-Match."),
        new("If-Match: \"other\"\nIf-None-Match: {etag}", [412], "13.2.2", "If-Match comes before If-None-Match."),
        new("If-Unmodified-Since: {earlier}\nIf-None-Match: {etag}", [412], "13.2.2", "If-Unmodified-Since comes before If-None-Match."),
        new("If-None-Match: {etag}\nIf-Range: {etag}\nRange: bytes=0-99", [304], "13.2.2", "If-None-Match comes before If-Range."),
        new("If-None-Match: \"other\"\nIf-Range: \"other\"\nRange: bytes=0-99", [200], "13.2.2", "The first holds; the second does not, and Range is ignored."),
        new("If-Match: {etag}\nIf-Range: {etag}\nRange: bytes=0-99", [206, 200], "13.2.2", "All hold."),
        new("If-Match: \"other\"\nRange: bytes=99999999999-", [412], "13.2.2", "Conditions come before the range."),
    ];
}
