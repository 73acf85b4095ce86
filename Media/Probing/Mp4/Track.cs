namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>One track of the index.</summary>
internal sealed class Track
{
    public uint Id { get; set; }

    /// <summary>The handler: <c>vide</c>, <c>soun</c> or another.</summary>
    public TrackKind Kind { get; set; }

    /// <summary>Ticks a second.</summary>
    public uint TimeScale { get; set; }

    /// <summary>In ticks; 0 when the index does not say.</summary>
    public ulong Duration { get; set; }

    /// <summary>As shown, after rotation; 0 when the header does not say.</summary>
    public int Width { get; set; }

    public int Height { get; set; }

    public string? Codec { get; set; }

    /// <summary>Where its samples lie; the fragments of a fragmented file are not in it.</summary>
    public SampleTable Samples { get; } = new();

    /// <summary>The duration of a sample in fragments that do not say otherwise (trex).</summary>
    public uint DefaultSampleDuration { get; set; }

    /// <summary>Samples met in fragments, and the time they span in ticks.</summary>
    public FragmentTime Fragments { get; } = new();

    public bool HasSamples => Samples.Count > 0 || Fragments.Samples > 0;

    /// <summary>The track's own playing time, from whichever of the two places tells it.</summary>
    public TimeSpan? PlayingTime() => Probing.PlayingTime.FromTicks(Math.Max(Duration, Fragments.Span), TimeScale);
}
