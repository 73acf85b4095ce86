namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>Several ranges in one header.</summary>
internal static class SeveralRangeCases
{
    private const string Coalesce = "Parts that overlap, or whose gap costs less than a frame, may be sent as one.";
    private const string Attack = "More than two overlapping ranges, and many small ones out of order, may be ignored or refused.";
    private const string Many = "Many ranges may be an attack: any Range may be ignored, and a 206 may have less than was asked for.";

    /// <summary>The requests.</summary>
    public static IReadOnlyList<RangeCase> All { get; } =
    [
        new("Range: bytes=0-9,200-209", [206, 200], "15.3.7.2", "A part for each, framed as multipart/byteranges."),
        new("Range: bytes=0-99,5000-5099,-100", [206, 200], "15.3.7.2", "A part for each."),
        new("Range: bytes=5000-5099,0-99", [206, 200], "15.3.7.2", "Parts may come in another order than was asked."),
        new("Range: bytes=0-99 , 5000-5099", [206, 200], "5.6.1", "Lists may have white space around their commas."),
        new("Range: bytes=0-9,20-29", [206, 200], "15.3.7.2", Coalesce),
        new("Range: bytes=0-9,10-19", [206, 200], "15.3.7.2", Coalesce),
        new("Range: bytes=0-99,50-149", [206, 200], "15.3.7.2", Coalesce),
        new("Range: bytes=0-99,0-99", [206, 200], "15.3.7.2", Coalesce),
        new("Range: bytes=0-99,50-149,100-199", [206, 200, 416], "14.2", Attack),
        new("Range: bytes=0-,0-,0-,0-", [206, 200, 416], "14.2, 17.15", Attack),
        new("Range: bytes=0-9,99999999999-", [206, 200], "14.1.2", "A set can be satisfied when one of its ranges can; only a 206 to a single range must not be framed."),
        new("Range: bytes=99999999998-,99999999999-", [416, 200], "15.5.17", "None of the set can be satisfied: 416, or Range ignored."),
        Parts(16, 100, 10, "15.3.7", "A 206 may have less than was asked for, and says what it has."),
        Parts(17, 100, 10, "14.2, 15.3.7, 17.15", Many),
        Parts(500, 4, 1, "14.2, 15.3.7, 17.15", Many),
    ];

    private static RangeCase Parts(int count, int step, int length, string section, string word)
    {
        var ranges = Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{i * step}-{i * step + length - 1}")).ToList();
        return new("Range: bytes=" + string.Join(',', ranges), [206, 200, 416], section, word)
        {
            Shown = $"Range: bytes={ranges[0]},{ranges[1]},…,{ranges[^1]} ({count} parts)",
        };
    }
}
