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
