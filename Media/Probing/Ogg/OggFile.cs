using System.Buffers.Binary;

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

/// <summary>The head of one Ogg page (RFC 3533, section 6).</summary>
/// <param name="Flags">1 continued, 2 begins a stream, 4 ends a stream.</param>
/// <param name="Granule">The codec's own time of the last packet that ends here; -1 when none does.</param>
/// <param name="Serial">The stream the page belongs to.</param>
/// <param name="HeaderLength">Bytes before the content.</param>
/// <param name="Length">Bytes of the whole page.</param>
internal readonly record struct OggPage(byte Flags, long Granule, uint Serial, int HeaderLength, int Length)
{
    /// <summary>The longest page: 27 bytes, 255 lacing values, 255 × 255 bytes.</summary>
    public const int Longest = 27 + 255 + (255 * 255);

    /// <summary>The longest head: all but the content.</summary>
    public const int LongestHeader = 27 + 255;

    private const int FixedLength = 27;

    public bool BeginsStream => (Flags & 2) != 0;

    public bool EndsStream => (Flags & 4) != 0;

    /// <summary>Reads a page's head; false when these bytes are none or not all of it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out OggPage page)
    {
        page = default;
        if (bytes.Length < FixedLength || !bytes.StartsWith("OggS\0"u8))
            return false;
        var header = FixedLength + bytes[26];
        if (bytes.Length < header)
            return false;
        var length = header;
        foreach (var lacing in bytes[FixedLength..header])
            length += lacing;
        page = new OggPage(
            bytes[5],
            BinaryPrimitives.ReadInt64LittleEndian(bytes[6..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]),
            header,
            length);
        return true;
    }
}
