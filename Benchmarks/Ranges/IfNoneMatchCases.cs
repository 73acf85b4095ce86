namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>Conditions of a client that has the content already: 304.</summary>
internal static class IfNoneMatchCases
{
    private const string Ignored = "With If-None-Match in the request, If-Modified-Since must be ignored.";

    /// <summary>The requests.</summary>
    public static IReadOnlyList<RangeCase> All { get; } =
    [
        new("If-None-Match: {etag}", [304], "13.1.2", "A tag matches."),
        new("If-None-Match: W/{etag}", [304], "13.1.2", "Tags are compared weakly."),
        new("If-None-Match: \"other\"", [200], "13.1.2", "None matches."),
        new("If-None-Match: \"other\", {etag}", [304], "13.1.2", "One of the list matches."),
        new("If-None-Match: \"other\"\nIf-None-Match: {etag}", [304], "5.3, 13.1.2", "A list may be spread over lines."),
        new("If-None-Match: *", [304], "13.1.2", "False when there is a content at all."),
        new("If-None-Match: {etag}", [304], "13.1.2", "As GET.") { Method = "HEAD" },
        new("If-None-Match: {etag}\nRange: bytes=0-99", [304], "13.2.2", "Conditions come before the range."),
        new("If-None-Match: {etag}\nRange: bytes=99999999999-", [304], "13.2.2", "Conditions come before the range."),
        new("If-None-Match: \"other\"\nRange: bytes=0-99", [206, 200], "13.2.2", "It holds: on to the range."),
        new("If-Modified-Since: {modified}", [304, 200], "13.1.3", "Not changed since; 304 is what a server should send."),
        new("If-Modified-Since: {later}", [304, 200], "13.1.3", "Not changed since; 304 is what a server should send."),
        new("If-Modified-Since: {earlier}", [200], "13.1.3", "Changed since."),
        new("If-Modified-Since: {tomorrow}", [304, 200], "13.1.3", "Nothing is said of dates to come: not changed since."),
        new("If-Modified-Since: yesterday", [200], "13.1.3", "What is no date must be ignored."),
        new("If-Modified-Since: {modified}\nIf-Modified-Since: {modified}", [200, 400], "13.1.3", "A field with more than one date must be ignored; as no valid request, it may as well be refused."),
        new("If-Modified-Since: {asctime}", [304, 200], "5.6.7", "The two old forms of dates must be understood."),
        new("If-Modified-Since: {rfc850}", [304, 200], "5.6.7", "The two old forms of dates must be understood."),
        new("If-Modified-Since: {modified}\nRange: bytes=0-99", [304, 206, 200], "13.2.2", "Conditions come before the range."),
        new("If-None-Match: \"other\"\nIf-Modified-Since: {modified}", [200], "13.1.3", Ignored),
        new("If-None-Match: {etag}\nIf-Modified-Since: {earlier}", [304], "13.1.3", Ignored),
        new("If-None-Match: other\nIf-Modified-Since: {modified}", [200, 400], "13.1.3", Ignored + " That its tag lacks quotes changes nothing."),
    ];
}
