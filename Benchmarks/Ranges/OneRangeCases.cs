namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>Whole contents, and one range of bytes.</summary>
internal static class OneRangeCases
{
    private const string Unsatisfiable = "A first byte past the end can't be satisfied: 416 with the length in Content-Range, or Range ignored.";
    private const string GetAlone = "Range is defined for GET alone; with any other method it must be ignored.";

    /// <summary>The requests.</summary>
    public static IReadOnlyList<RangeCase> All { get; } =
    [
        new("", [200], "9.3.1", "The content."),
        new("", [200], "9.3.2", "As GET, without content.") { Method = "HEAD" },
        new("Range: bytes=0-99", [206, 200], "14.1.2", "First and last byte, both included."),
        new("Range: bytes=0-0", [206, 200], "14.1.2", "One byte."),
        new("Range: bytes=1000-", [206, 200], "14.1.2", "Without a last byte: to the end."),
        new("Range: bytes=0-", [206, 200], "14.1.2", "All of it, and still a range."),
        new("Range: bytes=-5", [206, 200], "14.1.2", "The last bytes."),
        new("Range: bytes=-99999999999", [206, 200], "14.1.2", "A suffix longer than the content is all of it."),
        new("Range: bytes=100-99999999999", [206, 200], "14.1.2", "A last byte past the end is the end."),
        new("Range: bytes={length}-", [416, 200], "15.5.17", Unsatisfiable),
        new("Range: bytes=99999999999-", [416, 200], "15.5.17", Unsatisfiable),
        new("Range: bytes=-0", [416, 200], "14.1.2", "A suffix can be satisfied only when it is not of length zero."),
        new("Range: bytes=0-18446744073709551616", [206, 200], "14.1.2, 17.5", "A last byte past the end is the end, and numbers have no largest value."),
        new("Range: BYTES=0-99", [206, 200], "14.1", "Names of units are case-insensitive."),
        new("Range: bytes=0-99", [200], "14.2", GetAlone) { Method = "HEAD" },
        new("Range: bytes=0-9,20-29", [200], "14.2", GetAlone) { Method = "HEAD" },
        new("Range: bytes=99999999999-", [200], "14.2", GetAlone) { Method = "HEAD" },
    ];
}
