namespace OrleansVideo.Streaming;

/// <summary>One playback: what holds one stream token, however many requests it makes.</summary>
/// <param name="Viewer">
/// Who watches, as a hash: cookie and account. Of a client without cookies it is two with a dot between them: one of address and account,
/// by which it is counted, and one of its user agent, which anybody can change.
/// </param>
/// <param name="VideoId">What is watched.</param>
[GenerateSerializer, Immutable, Alias("PlaybackKey")]
public sealed record PlaybackKey([property: Id(0)] string Viewer, [property: Id(1)] Guid VideoId)
{
    /// <summary>Whose playbacks the limit per viewer counts together.</summary>
    public string CountedAs => Viewer.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? Viewer[..dot] : Viewer;
}
