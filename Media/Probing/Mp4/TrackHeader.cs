using System.Buffers.Binary;

namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>
/// The track header: id, size of the picture, and the matrix it is shown through. A quarter turn, as phones write it, has zeroes where an
/// upright picture has its scale, and swaps the two sides.
/// </summary>
internal static class TrackHeader
{
    private const int IdAt = 12;
    private const int MatrixAt = 40;
    private const int WidthAt = 76;
    private const int Length = 84;
    private const int LongerTimes = 12;
    private const int LongerTimesBeforeId = 8;

    public static void Read(ReadOnlySpan<byte> body, Track track)
    {
        var version1 = body.Length > 0 && body[0] == 1;
        var shift = version1 ? LongerTimes : 0;
        if (body.Length < Length + shift)
            return;
        track.Id = BinaryPrimitives.ReadUInt32BigEndian(body[(IdAt + (version1 ? LongerTimesBeforeId : 0))..]);
        var matrix = body[(MatrixAt + shift)..];
        // The sides are 16.16 fixed-point numbers; the low half is no pixel.
        int width = BinaryPrimitives.ReadUInt16BigEndian(body[(WidthAt + shift)..]);
        int height = BinaryPrimitives.ReadUInt16BigEndian(body[(WidthAt + 4 + shift)..]);
        (track.Width, track.Height) = IsQuarterTurn(matrix) ? (height, width) : (width, height);
    }

    // a b u / c d v / x y w: a quarter turn leaves a and d empty and fills b and c.
    private static bool IsQuarterTurn(ReadOnlySpan<byte> matrix) =>
        At(matrix, 0) == 0 && At(matrix, 4) == 0 && At(matrix, 1) != 0 && At(matrix, 3) != 0;

    private static int At(ReadOnlySpan<byte> matrix, int index) => BinaryPrimitives.ReadInt32BigEndian(matrix[(index * 4)..]);
}
