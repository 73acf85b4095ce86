using System.Buffers.Binary;

namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>Reads one track box: its header, its media's clock and kind, its codec and its sample table.</summary>
internal sealed class TrackReader(ByteSource source)
{
    private const int HeaderBytes = 96;
    private const int DescriptionBytes = 4096;

    private readonly Track _track = new();
    private Box? _description;

    public async ValueTask<Track> ReadAsync(Box track)
    {
        await foreach (var box in BoxReader.ChildrenAsync(source, track))
        {
            if (box.Type == BoxType.Tkhd)
                TrackHeader.Read((await HeadAsync(box, HeaderBytes)).Span, _track);
            else if (box.Type == BoxType.Mdia)
                await ReadMediaAsync(box);
        }
        // The handler, which says how to read the description, may stand behind it.
        if (_description is { } description)
            SampleDescription.Read((await HeadAsync(description, DescriptionBytes)).Span, _track);
        return _track;
    }

    private async ValueTask ReadMediaAsync(Box media)
    {
        await foreach (var box in BoxReader.ChildrenAsync(source, media))
        {
            switch (box.Type)
            {
                case BoxType.Mdhd when TimeHeader.TryRead((await HeadAsync(box, HeaderBytes)).Span, out var time):
                    (_track.TimeScale, _track.Duration) = (time.TimeScale, time.Duration);
                    break;
                case BoxType.Hdlr when await HeadAsync(box, HeaderBytes) is { Length: >= 12 } head:
                    _track.Kind = KindOf(head.Span.Slice(8, 4));
                    break;
                case BoxType.Minf:
                    await ReadMediaInformationAsync(box);
                    break;
            }
        }
    }

    private async ValueTask ReadMediaInformationAsync(Box information)
    {
        await foreach (var box in BoxReader.ChildrenAsync(source, information))
        {
            if (box.Type == BoxType.Stbl)
                await ReadSampleTableAsync(box);
        }
    }

    private async ValueTask ReadSampleTableAsync(Box table)
    {
        await foreach (var box in BoxReader.ChildrenAsync(source, table))
        {
            switch (box.Type)
            {
                case BoxType.Stsd:
                    _description = box;
                    break;
                case BoxType.Stsc:
                    _track.Samples.ChunkRuns = box;
                    break;
                case BoxType.Stco or BoxType.Co64:
                    _track.Samples.Offsets = box;
                    break;
                case BoxType.Stsz or BoxType.Stz2:
                    await _track.Samples.ReadSizesAsync(source, box);
                    break;
            }
        }
    }

    private ValueTask<ReadOnlyMemory<byte>> HeadAsync(Box box, int most) =>
        source.ReadAsync(box.Body, (int)Math.Min(most, box.BodyLength));

    private static TrackKind KindOf(ReadOnlySpan<byte> handler) =>
        handler.SequenceEqual("vide"u8) ? TrackKind.Video : handler.SequenceEqual("soun"u8) ? TrackKind.Audio : TrackKind.Other;
}

/// <summary>One track of the index.</summary>
internal sealed class Track
{
    public uint Id { get; set; }

    /// <summary>The handler: <c>vide</c>, <c>soun</c> or another.</summary>
    public TrackKind Kind { get; set; }

    /// <summary>Ticks a second.</summary>
    public uint TimeScale { get; set; }

    /// <summary>In ticks; 0 when the index does not say.</summary>
    public ulong Duration { get; set; }

    /// <summary>As shown, after rotation; 0 when the header does not say.</summary>
    public int Width { get; set; }

    public int Height { get; set; }

    public string? Codec { get; set; }

    /// <summary>Where its samples lie; the fragments of a fragmented file are not in it.</summary>
    public SampleTable Samples { get; } = new();

    /// <summary>The duration of a sample in fragments that do not say otherwise (trex).</summary>
    public uint DefaultSampleDuration { get; set; }

    /// <summary>Samples met in fragments, and the time they span in ticks.</summary>
    public FragmentTime Fragments { get; } = new();

    public bool HasSamples => Samples.Count > 0 || Fragments.Samples > 0;

    /// <summary>The track's own playing time, from whichever of the two places tells it.</summary>
    public TimeSpan? PlayingTime() => Probing.PlayingTime.FromTicks(Math.Max(Duration, Fragments.Span), TimeScale);
}

/// <summary>What a track carries.</summary>
internal enum TrackKind
{
    Other,
    Video,
    Audio,
}

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
