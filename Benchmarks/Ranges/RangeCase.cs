namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>One request of the comparison, and what RFC 9110 says of it.</summary>
/// <param name="Headers">
/// The header lines as they are sent, apart by line breaks, with the placeholders of <see cref="Validators"/>; empty for none.
/// </param>
/// <param name="Allowed">The statuses that RFC 9110 leaves room for.</param>
/// <param name="Section">Where it rules the case, such as <c>13.1.5</c>.</param>
/// <param name="Word">What it says there, in our words: printed where servers differ.</param>
internal sealed record RangeCase(string Headers, int[] Allowed, string Section, string Word)
{
    /// <summary>GET, or HEAD.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>What the table shows in place of headers that are too long for it.</summary>
    public string? Shown { get; init; }
}
