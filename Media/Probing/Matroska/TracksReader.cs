namespace OrleansVideo.Media.Probing.Matroska;

/// <summary>Reads the Tracks element: kind, codec and picture size of each track (RFC 9559, section 5.1.4).</summary>
internal static class TracksReader
{
    private const int MostTracks = 128;

    public static async ValueTask<TrackFacts> ReadAsync(ByteSource source, long body, long end)
    {
        var facts = new TrackFacts();
        var tracks = 0;
        await foreach (var element in ElementReader.ChildrenAsync(source, body, end))
        {
            if (element.Id == ElementId.TrackEntry && ++tracks <= MostTracks)
                await ReadEntryAsync(source, element, facts);
        }
        return facts;
    }

    private static async ValueTask ReadEntryAsync(ByteSource source, Element entry, TrackFacts facts)
    {
        ulong? type = null;
        string? codec = null;
        Element? video = null;
        await foreach (var element in ElementReader.ChildrenAsync(source, entry.Body, entry.End!.Value))
        {
            switch (element.Id)
            {
                case ElementId.TrackType:
                    type = await ElementReader.UnsignedAsync(source, element);
                    break;
                case ElementId.CodecId:
                    codec = CodecName.Of(await ElementReader.TextAsync(source, element));
                    break;
                case ElementId.Video:
                    video = element;
                    break;
            }
        }
        if (type == TrackFacts.AudioType)
            facts.AudioCodec ??= codec;
        if (type != TrackFacts.VideoType || codec is null || facts.VideoCodec is not null)
            return;
        facts.VideoCodec = codec;
        if (video is { } picture)
            await ReadPictureAsync(source, picture, facts);
    }

    private static async ValueTask ReadPictureAsync(ByteSource source, Element video, TrackFacts facts)
    {
        await foreach (var element in ElementReader.ChildrenAsync(source, video.Body, video.End!.Value))
        {
            if (element.Id == ElementId.PixelWidth)
                facts.Width = Side(await ElementReader.UnsignedAsync(source, element));
            else if (element.Id == ElementId.PixelHeight)
                facts.Height = Side(await ElementReader.UnsignedAsync(source, element));
        }
    }

    private static int? Side(ulong? pixels) => pixels is > 0 and <= ushort.MaxValue ? (int)pixels : null;
}
