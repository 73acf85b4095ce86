namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>All requests of the comparison, in the order of the table.</summary>
internal static class RangeCases
{
    /// <summary>Headings and what stands under them.</summary>
    public static IReadOnlyList<(string Heading, IReadOnlyList<RangeCase> Cases)> All =>
    [
        ("One range", OneRangeCases.All),
        ("Ranges that are none", MalformedCases.All),
        ("Several ranges", SeveralRangeCases.All),
        ("If-Range", IfRangeCases.All),
        ("If-Match and If-Unmodified-Since", IfMatchCases.All),
        ("If-None-Match and If-Modified-Since", IfNoneMatchCases.All),
        ("Which condition comes first", PrecedenceCases.All),
    ];
}
