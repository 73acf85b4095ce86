namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>A range of one version of the content only.</summary>
internal static class IfRangeCases
{
    private const string Range = "\nRange: bytes=0-99";
    private const string Exact = "A date holds only when it is exactly the Last-Modified; neither an earlier nor a later one does.";

    /// <summary>The requests.</summary>
    public static IReadOnlyList<RangeCase> All { get; } =
    [
        new("If-Range: {etag}" + Range, [206, 200], "13.1.5", "A strong tag that matches: Range is honoured."),
        new("If-Range: W/{etag}" + Range, [200], "13.1.5", "Tags are compared strongly, so a weak one never matches: Range is ignored."),
        new("If-Range: \"other\"" + Range, [200], "13.1.5", "No match: Range is ignored."),
        new("If-Range: {modified}" + Range, [206, 200], "13.1.5", "The exact date matches where the server can tell that it is a strong validator (8.8.2.2)."),
        new("If-Range: {earlier}" + Range, [200], "13.1.5", Exact),
        new("If-Range: {later}" + Range, [200], "13.1.5", Exact),
        new("If-Range: other" + Range, [200, 400], "13.1.5", "Neither tag nor date: nothing matches it."),
        new("If-Range: {etag}", [200], "13.1.5", "Without Range it is ignored."),
        new("If-Range: \"other\"\nRange: bytes=99999999999-", [200], "13.1.5, 14.2", "If-Range comes before the range is looked at."),
        new("If-Range: {etag}\nRange: bytes=99999999999-", [416, 200], "14.2", "The condition holds and the range can't be satisfied."),
        new("If-Range: {etag}\nRange: bytes=0-9,200-209", [206, 200], "15.3.7.2", "As without the condition."),
        new("If-Range: {etag}" + Range, [200], "13.2.2, 14.2", "Only GET has ranges, so only GET has If-Range.") { Method = "HEAD" },
    ];
}
