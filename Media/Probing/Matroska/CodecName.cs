namespace OrleansVideo.Media.Probing.Matroska;

/// <summary>The everyday name of a Matroska codec id (draft-ietf-cellar-codec).</summary>
internal static class CodecName
{
    public static string? Of(string id) => id switch
    {
        "V_MPEG4/ISO/AVC" => "h264",
        "V_MPEGH/ISO/HEVC" => "hevc",
        "V_MPEGI/ISO/VVC" => "vvc",
        "V_AV1" => "av1",
        "V_VP8" => "vp8",
        "V_VP9" => "vp9",
        "V_THEORA" => "theora",
        "V_MPEG1" => "mpeg1video",
        "V_MPEG2" => "mpeg2video",
        "A_AC3" => "ac-3",
        "A_EAC3" => "eac-3",
        "A_MPEG/L3" => "mp3",
        "A_MPEG/L2" => "mp2",
        _ when id.StartsWith("V_MPEG4/", StringComparison.Ordinal) => "mpeg4",
        _ when id.StartsWith("A_AAC", StringComparison.Ordinal) => "aac",
        _ when id.StartsWith("A_PCM/", StringComparison.Ordinal) => "pcm",
        // V_PRORES, V_MJPEG, A_OPUS, A_VORBIS, A_FLAC, A_DTS and whatever comes: the name is in the id.
        _ when id.Length > 2 && id[1] == '_' && id.All(one => one is > ' ' and < '\x7F') => id[2..].ToLowerInvariant(),
        _ => null,
    };
}
