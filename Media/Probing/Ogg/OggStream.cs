using System.Buffers.Binary;

namespace OrleansVideo.Media.Probing.Ogg;

/// <summary>One logical stream, known from its first packet.</summary>
/// <param name="Codec">For instance theora, vp8, vorbis, opus, flac; null for a stream that is neither sound nor picture.</param>
/// <param name="IsVideo">Whether it is a picture.</param>
/// <param name="Width">Pixels; 0 when not said.</param>
/// <param name="Height">Pixels; 0 when not said.</param>
/// <param name="TicksPerSecond">The pace of the granule position, once turned into plain ticks.</param>
/// <param name="KeyframeShift">Bits of the granule position that count frames since a key frame.</param>
/// <param name="Skipped">Ticks at the start that are not played.</param>
internal sealed record OggStream(
    string? Codec, bool IsVideo, int Width, int Height, double TicksPerSecond, int KeyframeShift = 0, long Skipped = 0)
{
    /// <summary>Recognises a stream by its first packet.</summary>
    public static OggStream Read(ReadOnlySpan<byte> packet)
    {
        if (packet.Length >= 7 && packet[0] == 0x80 && packet[1..].StartsWith("theora"u8))
            return ReadTheora(packet);
        if (packet.Length >= 26 && packet.StartsWith("OVP80\x01\x01"u8))
            return ReadVp8(packet);
        if (packet.Length >= 16 && packet.StartsWith("\x01vorbis"u8))
            return new("vorbis", false, 0, 0, BinaryPrimitives.ReadUInt32LittleEndian(packet[12..]));
        if (packet.Length >= 12 && packet.StartsWith("OpusHead"u8))
            return new("opus", false, 0, 0, 48_000, Skipped: BinaryPrimitives.ReadUInt16LittleEndian(packet[10..]));
        if (packet.Length >= 9 && packet[0] == 0x7F && packet[1..].StartsWith("FLAC"u8))
            return new("flac", false, 0, 0, 0);
        if (packet.StartsWith("Speex   "u8))
            return new("speex", false, 0, 0, 0);
        if (packet.StartsWith("BBCD"u8))
            return new("dirac", true, 0, 0, 0);
        return new(null, false, 0, 0, 0);
    }

    /// <summary>The playing time up to a page's granule position.</summary>
    public TimeSpan? TimeOf(long granule) => PlayingTime.FromTicks(TicksOf(granule) - Skipped, TicksPerSecond);

    /// <summary>A page's granule position in plain ticks: of a picture's stream, the frames up to there.</summary>
    public long TicksOf(long granule) =>
        KeyframeShift == 0 ? granule : (granule >> KeyframeShift) + (granule & ((1L << KeyframeShift) - 1));

    // Theora specification, section 6.2: the picture region in 24 bits each, the frame rate as a fraction, then packed bits.
    private static OggStream ReadTheora(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < 42)
            return new("theora", true, 0, 0, 0);
        var width = (packet[14] << 16) | BinaryPrimitives.ReadUInt16BigEndian(packet[15..]);
        var height = (packet[17] << 16) | BinaryPrimitives.ReadUInt16BigEndian(packet[18..]);
        var rate = BinaryPrimitives.ReadUInt32BigEndian(packet[22..]) / (double)BinaryPrimitives.ReadUInt32BigEndian(packet[26..]);
        var shift = (BinaryPrimitives.ReadUInt16BigEndian(packet[40..]) >> 5) & 31;
        return new("theora", true, width, height, rate, shift);
    }

    // The mapping of VP8 in Ogg is of the WebM project's early days: the size is read, the time is left to the sound's stream.
    private static OggStream ReadVp8(ReadOnlySpan<byte> packet)
    {
        int width = BinaryPrimitives.ReadUInt16BigEndian(packet[8..]);
        int height = BinaryPrimitives.ReadUInt16BigEndian(packet[10..]);
        return new("vp8", true, width, height, 0);
    }
}
