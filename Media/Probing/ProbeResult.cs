using System.Diagnostics.CodeAnalysis;

namespace OrleansVideo.Media.Probing;

/// <summary>What the probe found: facts of a playable file, or the reason why it is none. Exactly one of the two is there.</summary>
public sealed record ProbeResult
{
    private ProbeResult(MediaFacts? facts, ProbeFailure? failure) => (Facts, Failure) = (facts, failure);

    /// <summary>The facts of a whole, playable file.</summary>
    public MediaFacts? Facts { get; }

    /// <summary>Why the file cannot be published.</summary>
    public ProbeFailure? Failure { get; }

    /// <summary>True when <see cref="Facts"/> are there.</summary>
    [MemberNotNullWhen(true, nameof(Facts))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsPlayable => Facts is not null;

    /// <summary>The file is whole and playable.</summary>
    public static implicit operator ProbeResult(MediaFacts facts) => new(facts, null);

    /// <summary>The file cannot be published.</summary>
    public static implicit operator ProbeResult(ProbeFailure failure) => new(null, failure);

    /// <summary>The file is whole and playable.</summary>
    public static ProbeResult FromMediaFacts(MediaFacts facts) => facts;

    /// <summary>The file cannot be published.</summary>
    public static ProbeResult FromProbeFailure(ProbeFailure failure) => failure;
}

/// <summary>What a whole, playable file says of itself.</summary>
/// <param name="MediaType">Its kind, by content.</param>
/// <param name="Duration">How long it plays; null when the file does not tell and finding out would mean reading all of it.</param>
/// <param name="Width">Width of the picture in pixels as shown, after rotation; null when the file does not tell.</param>
/// <param name="Height">Height of the picture in pixels as shown, after rotation; null when the file does not tell.</param>
/// <param name="VideoCodec">For instance h264, hevc, av1, vp9, vp8, mpeg4, theora.</param>
/// <param name="AudioCodec">For instance aac, opus, mp3, vorbis, ac-3, flac; null for a silent file.</param>
public sealed record MediaFacts(
    MediaType MediaType,
    TimeSpan? Duration,
    int? Width,
    int? Height,
    string VideoCodec,
    string? AudioCodec);

/// <summary>Turns a container's ticks into a time, and refuses what no video lasts.</summary>
internal static class PlayingTime
{
    private const double LongestSeconds = 366.0 * 24 * 60 * 60;

    /// <summary>Null for no ticks, an unusable time scale, or more than a year.</summary>
    public static TimeSpan? FromTicks(double ticks, double ticksPerSecond)
    {
        var seconds = ticks / ticksPerSecond;
        return double.IsFinite(seconds) && seconds is > 0 and <= LongestSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
