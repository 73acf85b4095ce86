namespace OrleansVideo.Media.Probing.Mp4;

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
