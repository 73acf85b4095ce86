namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>An answer as it came over the wire.</summary>
/// <param name="Status">Its status code.</param>
/// <param name="Headers">Its headers; of repeated ones the last.</param>
/// <param name="Body">Everything after them.</param>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>A header's value; empty without one.</summary>
    public string this[string header] => Headers.GetValueOrDefault(header, "");
}
