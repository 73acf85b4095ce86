namespace OrleansVideo.Media.Probing.Ogg;

/// <summary>
/// Reads an Ogg file from both ends: the first pages name the streams (each begins before any content), the last pages tell the time
/// and whether the file is whole. In a whole file the last page of every stream is marked as such (RFC 3533, section 6).
/// </summary>
internal sealed class OggFile(ByteSource source)
{
    private const int MostStreams = 32;
    private const int MostTail = 2 * OggPage.Longest;

    private const int MostPagesBeforeFrames = 256;

    private readonly Dictionary<uint, OggStream> _streams = [];
    private long _firstData;

    public async Task<ProbeResult> ReadAsync()
    {
        await ReadStreamsAsync();
        if (_streams.Count == 0)
            return ProbeFailure.TruncatedSomewhere(source.Length);
        if (_streams.Count == MostStreams)
            return ProbeFailure.TooComplex;
        var tail = await ReadTailAsync();
        var video = _streams.Values.FirstOrDefault(stream => stream.IsVideo);
        if (video is null)
            return _streams.Values.Any(stream => stream.Codec is not null) ? ProbeFailure.SoundOnly : ProbeFailure.NoTrack;
        if (FindLastPages(tail) is not { } pages || !AllEnd(pages))
            return ProbeFailure.TruncatedSomewhere(source.Length);
        if (await ClaimsTooManyFramesAsync(pages))
            return ProbeFailure.Overstated;
        return new MediaFacts(
            MediaType.Ogg,
            DurationOf(pages),
            video.Width > 0 ? video.Width : null,
            video.Height > 0 ? video.Height : null,
            video.Codec!,
            _streams.Values.FirstOrDefault(stream => stream is { IsVideo: false, Codec: not null })?.Codec);
    }

    private async ValueTask ReadStreamsAsync()
    {
        for (long at = 0; _streams.Count < MostStreams;)
        {
            var bytes = await source.ReadAsync(at, ByteSource.LargestPiece);
            if (!OggPage.TryRead(bytes.Span, out var page) || !page.BeginsStream || page.Length > bytes.Length)
                return;
            _streams.TryAdd(page.Serial, OggStream.Read(bytes.Span[page.HeaderLength..page.Length]));
            _firstData = at += page.Length;
        }
    }

    /// <summary>
    /// Whether a stream of Theora, whose pages count frames, counts more of them from its first page to its last than the file has bytes.
    /// The pages themselves can not: each packet has a byte in their lacing. A stream that was recorded from its middle on begins with a
    /// high count.
    /// </summary>
    private async ValueTask<bool> ClaimsTooManyFramesAsync(List<OggPage> last)
    {
        Dictionary<uint, long> first = [];
        var at = _firstData;
        for (var i = 0; i < MostPagesBeforeFrames; i++)
        {
            var head = await source.ReadAsync(at, OggPage.LongestHeader);
            if (!OggPage.TryRead(head.Span, out var page))
                break;
            if (page.Granule > 0)
                first.TryAdd(page.Serial, page.Granule);
            at += page.Length;
        }
        foreach (var (serial, stream) in _streams)
        {
            if (stream.Codec == "theora" && last.FindLast(page => page.Serial == serial && page.Granule > 0) is { Granule: > 0 } page
                && stream.TicksOf(page.Granule) - (first.TryGetValue(serial, out var begun) ? stream.TicksOf(begun) : 0) > source.Length)
                return true;
        }
        return false;
    }

    private async ValueTask<byte[]> ReadTailAsync()
    {
        var tail = new byte[(int)Math.Min(MostTail, source.Length)];
        var start = source.Length - tail.Length;
        for (var at = 0; at < tail.Length;)
        {
            var piece = await source.ReadAsync(start + at, Math.Min(ByteSource.LargestPiece, tail.Length - at));
            if (piece.IsEmpty)
                break;
            piece.CopyTo(tail.AsMemory(at));
            at += piece.Length;
        }
        return tail;
    }

    /// <summary>The chain of pages that ends exactly with the file; null when there is none.</summary>
    private static List<OggPage>? FindLastPages(ReadOnlySpan<byte> tail)
    {
        // Content may hold the capture pattern by chance; then its chain breaks and the search goes on behind it.
        for (var from = 0; tail[from..].IndexOf("OggS\0"u8) is >= 0 and var found;)
        {
            from += found;
            if (ChainFrom(tail[from..]) is { } pages)
                return pages;
            from++;
        }
        return null;
    }

    private static List<OggPage>? ChainFrom(ReadOnlySpan<byte> bytes)
    {
        List<OggPage> pages = [];
        while (!bytes.IsEmpty)
        {
            if (!OggPage.TryRead(bytes, out var page) || page.Length > bytes.Length)
                return null;
            pages.Add(page);
            bytes = bytes[page.Length..];
        }
        return pages;
    }

    // A stream without a page this near the end was over before; pictures and sound alone matter.
    private bool AllEnd(List<OggPage> pages) =>
        pages[^1].EndsStream && _streams.Where(stream => stream.Value.Codec is not null)
            .All(stream => pages.FindLast(page => page.Serial == stream.Key) is { Length: 0 } or { EndsStream: true });

    private TimeSpan? DurationOf(List<OggPage> pages)
    {
        TimeSpan? longest = null;
        foreach (var page in pages)
        {
            if (page.Granule > 0 && _streams.TryGetValue(page.Serial, out var stream)
                && stream.TimeOf(page.Granule) is { } time && !(time <= longest))
                longest = time;
        }
        return longest;
    }
}
