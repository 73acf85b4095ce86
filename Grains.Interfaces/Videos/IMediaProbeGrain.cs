using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansVideo.Videos;

/// <summary>Stateless worker that looks into a new file on the silo where it is asked.</summary>
[Alias("IMediaProbeGrain"), GrainInterfaceType("media-probe")]
public interface IMediaProbeGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// As <see cref="ProbeFile"/>, for upload grains of the release before, which know no accounts here; the release after has it no more.
    /// </summary>
    [Alias("Probe"), ResponseTimeout("00:02:00")]
    Task<ProbeReport> Probe(Guid videoId);

    /// <summary>
    /// Reads the video's file, one at a time of each account. A file that is not there is a failure, not an exception.
    /// </summary>
    /// <param name="videoId">The video.</param>
    /// <param name="ownerId">The account whose turn it takes.</param>
    [Alias("ProbeFile"), ResponseTimeout("00:10:00")]
    Task<ProbeReport> ProbeFile(Guid videoId, Guid ownerId);
}

/// <summary>What a look into a new file found: facts, or why it can't be played.</summary>
[GenerateSerializer, Immutable, Alias("ProbeReport")]
public sealed record ProbeReport
{
    /// <summary>
    /// Why the file can't be played, in English; null when it can. For releases that know no <see cref="Cause"/>, and where it is null.
    /// </summary>
    [Id(0)] public string? Failure { get; init; }

    /// <summary>Duration in seconds; null when the container does not say.</summary>
    [Id(1)] public double? DurationSeconds { get; init; }

    /// <summary>Width of the picture as shown, in pixels.</summary>
    [Id(2)] public int? Width { get; init; }

    /// <summary>Height of the picture as shown, in pixels.</summary>
    [Id(3)] public int? Height { get; init; }

    /// <summary>Short name of the video codec.</summary>
    [Id(4)] public string? VideoCodec { get; init; }

    /// <summary>Short name of the audio codec; null without sound.</summary>
    [Id(5)] public string? AudioCodec { get; init; }

    /// <summary>Whether a poster image was made.</summary>
    [Id(6)] public bool HasPoster { get; init; }

    /// <summary>Why the file can't be played; null when it can, and of reports from before there were codes.</summary>
    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VideoFailure? Cause { get; init; }

    /// <summary>Members that a newer release stored with it: kept in the state, not sent.</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? More { get; set; }
}
