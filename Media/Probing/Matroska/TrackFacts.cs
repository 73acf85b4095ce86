namespace OrleansVideo.Media.Probing.Matroska;

/// <summary>What is read of a file's tracks: the first video and the first audio track.</summary>
internal sealed class TrackFacts
{
    public const ulong VideoType = 1;
    public const ulong AudioType = 2;

    public string? VideoCodec { get; set; }

    public string? AudioCodec { get; set; }

    public int? Width { get; set; }

    public int? Height { get; set; }
}
