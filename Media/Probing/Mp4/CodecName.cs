using System.Text;

namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>The everyday name of a sample format (the registry at mp4ra.org; QuickTime's own codes).</summary>
internal static class CodecName
{
    public static string? Of(ReadOnlySpan<byte> format, ReadOnlySpan<byte> entry, TrackKind kind)
    {
        foreach (var one in format)
        {
            if (one is < 0x20 or >= 0x7F)
                return null;
        }
        var code = Encoding.ASCII.GetString(format);
        return code switch
        {
            "avc1" or "avc2" or "avc3" or "avc4" or "dva1" or "dvav" => "h264",
            "hvc1" or "hev1" or "dvh1" or "dvhe" => "hevc",
            "vvc1" or "vvi1" => "vvc",
            "av01" or "dav1" => "av1",
            "vp08" => "vp8",
            "vp09" => "vp9",
            "mp4v" => ObjectType.NameIn(entry) ?? "mpeg4",
            "mp4a" => ObjectType.NameIn(entry) ?? "aac",
            "s263" or "h263" or "H263" => "h263",
            "jpeg" or "mjpa" or "mjpb" => "mjpeg",
            "apch" or "apcn" or "apcs" or "apco" or "ap4h" or "ap4x" => "prores",
            "Opus" => "opus",
            "fLaC" => "flac",
            "ac-3" => "ac-3",
            "ec-3" => "eac-3",
            ".mp3" => "mp3",
            "samr" or "sawb" => "amr",
            "sowt" or "twos" or "lpcm" or "in24" or "in32" or "fl32" or "fl64" or "ipcm" or "fpcm" => "pcm",
            "raw " when kind == TrackKind.Audio => "pcm",
            "encv" or "enca" => "encrypted",
            _ => code.Trim().ToLowerInvariant(),
        };
    }
}
