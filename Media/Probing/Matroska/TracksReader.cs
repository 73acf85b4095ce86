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

/// <summary>What is read of a file's tracks: the first video and the first audio track.</summary>
internal sealed class TrackFacts
{
    public const ulong VideoType = 1;
    public const ulong AudioType = 2;

    public string? VideoCodec { get; set; }

    public string? AudioCodec { get; set; }

    public int? Width { get; set; }

    public int? Height { get; set; }
}

/// <summary>The everyday name of a Matroska codec id (draft-ietf-cellar-codec).</summary>
internal static class CodecName
{
    public static string? Of(string id) => id switch
    {
        "V_MPEG4/ISO/AVC" => "h264",
        "V_MPEGH/ISO/HEVC" => "hevc",
        "V_MPEGI/ISO/VVC" => "vvc",
        "V_AV1" => "av1",
        "V_VP8" => "vp8",
        "V_VP9" => "vp9",
        "V_THEORA" => "theora",
        "V_MPEG1" => "mpeg1video",
        "V_MPEG2" => "mpeg2video",
        "A_AC3" => "ac-3",
        "A_EAC3" => "eac-3",
        "A_MPEG/L3" => "mp3",
        "A_MPEG/L2" => "mp2",
        _ when id.StartsWith("V_MPEG4/", StringComparison.Ordinal) => "mpeg4",
        _ when id.StartsWith("A_AAC", StringComparison.Ordinal) => "aac",
        _ when id.StartsWith("A_PCM/", StringComparison.Ordinal) => "pcm",
        // V_PRORES, V_MJPEG, A_OPUS, A_VORBIS, A_FLAC, A_DTS and whatever comes: the name is in the id.
        _ when id.Length > 2 && id[1] == '_' && id.All(one => one is > ' ' and < '\x7F') => id[2..].ToLowerInvariant(),
        _ => null,
    };
}
