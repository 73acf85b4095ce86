using System.Buffers.Binary;
using System.Text;

namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>The first entry of a sample description: its codec, and the size of the picture where the track header is silent.</summary>
internal static class SampleDescription
{
    private const int FirstEntryAt = 8;
    private const int FormatAt = 4;
    private const int WidthAt = 32;

    public static void Read(ReadOnlySpan<byte> body, Track track)
    {
        if (body.Length < FirstEntryAt + 8)
            return;
        var entry = body[FirstEntryAt..];
        var length = BinaryPrimitives.ReadUInt32BigEndian(entry);
        if (length >= 8 && length < entry.Length)
            entry = entry[..(int)length];
        track.Codec = CodecName.Of(entry.Slice(FormatAt, 4), entry, track.Kind);
        if (track.Kind != TrackKind.Video || track.Width > 0 && track.Height > 0 || entry.Length < WidthAt + 4)
            return;
        track.Width = BinaryPrimitives.ReadUInt16BigEndian(entry[WidthAt..]);
        track.Height = BinaryPrimitives.ReadUInt16BigEndian(entry[(WidthAt + 2)..]);
    }
}

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

/// <summary>The object type in an elementary stream descriptor (ISO/IEC 14496-1; values registered at mp4ra.org).</summary>
internal static class ObjectType
{
    private const byte DecoderConfigTag = 4;
    private const byte StreamTag = 3;
    private const int MostSizeBytes = 4;

    /// <summary>The codec that the entry's esds box names (QuickTime wraps it); null when there is none, or an unknown one.</summary>
    public static string? NameIn(ReadOnlySpan<byte> entry)
    {
        var at = entry.IndexOf("esds"u8);
        // Behind the type: version and flags.
        if (at < 0 || at + 8 > entry.Length)
            return null;
        var rest = entry[(at + 8)..];
        if (!TryEnter(ref rest, StreamTag) || rest.Length < 3)
            return null;
        // Stream id and flags, then what the flags announce: dependency, URL, clock.
        var flags = rest[2];
        var skip = 3 + ((flags & 0x80) != 0 ? 2 : 0);
        if ((flags & 0x40) != 0)
            skip += skip < rest.Length ? rest[skip] + 1 : 0;
        skip += (flags & 0x20) != 0 ? 2 : 0;
        if (skip >= rest.Length)
            return null;
        rest = rest[skip..];
        return TryEnter(ref rest, DecoderConfigTag) && rest.Length > 0 ? Name(rest[0]) : null;
    }

    private static bool TryEnter(ref ReadOnlySpan<byte> bytes, byte tag)
    {
        if (bytes.IsEmpty || bytes[0] != tag)
            return false;
        var at = 1;
        while (at < bytes.Length && at <= MostSizeBytes && (bytes[at] & 0x80) != 0)
            at++;
        if (at >= bytes.Length)
            return false;
        bytes = bytes[(at + 1)..];
        return true;
    }

    private static string? Name(byte type) => type switch
    {
        0x20 => "mpeg4",
        0x21 => "h264",
        0x23 => "hevc",
        0x40 or (>= 0x66 and <= 0x68) => "aac",
        >= 0x60 and <= 0x65 => "mpeg2video",
        0x69 or 0x6B => "mp3",
        0x6A => "mpeg1video",
        0x6C => "mjpeg",
        0xA5 => "ac-3",
        0xA6 => "eac-3",
        0xA9 => "dts",
        0xAD => "opus",
        0xB1 => "vp9",
        0xDD => "vorbis",
        _ => null,
    };
}
