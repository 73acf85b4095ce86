using System.Buffers.Binary;

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
