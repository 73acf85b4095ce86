namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>Conditions that fail with 412.</summary>
internal static class IfMatchCases
{
    private const string Origin = "An origin server must evaluate it, and not do what was asked when it is false.";
    private const string Date = "False when the content changed after the date; an origin server must then not do what was asked.";

    /// <summary>The requests.</summary>
    public static IReadOnlyList<RangeCase> All { get; } =
    [
        new("If-Match: {etag}", [200], "13.1.1", "One of the tags matches."),
        new("If-Match: \"other\"", [412], "13.1.1", Origin),
        new("If-Match: W/{etag}", [412], "13.1.1", "Tags are compared strongly, so a weak one never matches."),
        new("If-Match: *", [200], "13.1.1", "True when there is a content at all."),
        new("If-Match: \"other\", {etag}", [200], "13.1.1", "One of the tags matches."),
        new("If-Match: other", [200, 400, 412], "2.2, 13.1.1", "A tag without quotes is none; what follows is left open."),
        new("If-Match: \"other\"", [412], "13.1.1", Origin) { Method = "HEAD" },
        new("If-Match: {etag}\nRange: bytes=0-99", [206, 200], "13.2.2", "It holds: on to the range."),
        new("If-Match: \"other\"\nRange: bytes=0-99", [412], "13.2.2", Origin),
        new("If-Unmodified-Since: {modified}", [200], "13.1.4", "True when the content is not younger than the date."),
        new("If-Unmodified-Since: {later}", [200], "13.1.4", "True when the content is not younger than the date."),
        new("If-Unmodified-Since: {earlier}", [412], "13.1.4", Date),
        new("If-Unmodified-Since: yesterday", [200], "13.1.4", "What is no date must be ignored."),
    ];
}
