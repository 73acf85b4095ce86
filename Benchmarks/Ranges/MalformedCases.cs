namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>Headers that the grammar of Range does not know.</summary>
internal static class MalformedCases
{
    private const string Invalid = "An invalid Range may be ignored or refused.";

    /// <summary>The requests.</summary>
    public static IReadOnlyList<RangeCase> All { get; } =
    [
        new("Range: items=0-1", [200], "14.2", "A unit that the server does not know: Range must be ignored."),
        new("Range: bytes=200-100", [200, 400, 416], "14.1.1, 14.2", "A last byte before the first is invalid. " + Invalid),
        new("Range: bytes=abc-def", [200, 400, 416], "14.2", Invalid),
        new("Range: bytes=5", [200, 400, 416], "14.2", Invalid),
        new("Range: bytes=-", [200, 400, 416], "14.2", Invalid),
        new("Range: bytes=", [200, 400, 416], "14.2", Invalid),
        new("Range: bytes 0-99", [200, 400, 416], "14.2", Invalid),
        new("Range: bytes=0-9,abc", [200, 206, 400, 416], "14.2", Invalid + " To save what can be read is nowhere forbidden."),
        new("Range: bytes=,0-9,,20-29,", [206, 200], "5.6.1.2", "Empty elements of a list are skipped."),
        new("Range: bytes=0-9\nRange: bytes=20-29", [200, 206, 400, 416], "5.3", "Range is no list that may be spread over lines: what two of them mean is left open."),
    ];
}
