using System.Buffers.Binary;

namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>
/// How many ticks of QuickTime's sound are in one packet of it (QuickTime File Format, "Sound Sample Descriptions"). The tables of such a
/// track count ticks; of uncompressed sound, a tick has a byte at least.
/// </summary>
internal static class SoundPackets
{
    /// <summary>The longest packet that is believed.</summary>
    public const ulong MostTicks = 1024;

    private const int FormatAt = 12;
    private const int VersionAt = 24;
    private const int TicksAt = 44;

    /// <summary>Ticks in a packet, from the body of a sample description; 1 where packets are not spoken of.</summary>
    public static ulong TicksIn(ReadOnlySpan<byte> body)
    {
        if (body.Length < VersionAt + 2)
            return 1;
        if (BinaryPrimitives.ReadUInt16BigEndian(body[VersionAt..]) == 1 && body.Length >= TicksAt + 4)
            return Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian(body[TicksAt..]), 1U, (uint)MostTicks);
        // Descriptions from before that field: the formats of their time had one packet each.
        var format = body.Slice(FormatAt, 4);
        return format.SequenceEqual("ima4"u8) ? 64UL
            : format.SequenceEqual("MAC3"u8) || format.SequenceEqual("MAC6"u8) ? 6UL
            : format.SequenceEqual("agsm"u8) || format.SequenceEqual("Qclp"u8) ? 160UL
            : 1UL;
    }
}
