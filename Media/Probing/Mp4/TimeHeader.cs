using System.Buffers.Binary;

namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>Time scale and duration, which the movie header and the media header hold in the same place (versions 0 and 1).</summary>
internal readonly record struct TimeHeader(uint TimeScale, ulong Duration)
{
    /// <summary>All ones mean that the duration is not known; it is 0 here then.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out TimeHeader header)
    {
        header = default;
        if (body.Length >= 32 && body[0] == 1)
        {
            var ticks = BinaryPrimitives.ReadUInt64BigEndian(body[24..]);
            header = new(BinaryPrimitives.ReadUInt32BigEndian(body[20..]), ticks == ulong.MaxValue ? 0 : ticks);
            return true;
        }
        if (body.Length < 20 || body[0] != 0)
            return false;
        var shortTicks = BinaryPrimitives.ReadUInt32BigEndian(body[16..]);
        header = new(BinaryPrimitives.ReadUInt32BigEndian(body[12..]), shortTicks == uint.MaxValue ? 0 : shortTicks);
        return true;
    }
}
