using System.Buffers.Binary;
using OrleansVideo.Media.Probing.Matroska;

namespace OrleansVideo.Media.Sniffing;

/// <summary>
/// Tells the kind of a video file from its first bytes. The file's name and the declared type are never asked. A match says what the file
/// claims to be; whether it is whole and playable is the probe's question.
/// </summary>
public static class ContentSniffer
{
    /// <summary>How many bytes of the head are enough for every answer; fewer are looked at as they are.</summary>
    public const int HeadBytes = 4096;

    /// <summary>The type the bytes claim; null when it is none of ours. Never throws, whatever the bytes.</summary>
    public static MediaType? Sniff(ReadOnlySpan<byte> head)
    {
        head = head[..Math.Min(head.Length, HeadBytes)];
        return IsoSignature.Match(head) ?? EbmlSignature.Match(head) ?? MatchOgg(head);
    }

    // RFC 3533, section 6: capture pattern, version 0; the first page begins a stream.
    private static MediaType? MatchOgg(ReadOnlySpan<byte> head) =>
        head.Length >= 6 && head.StartsWith("OggS\0"u8) && (head[5] & 2) != 0 ? MediaType.Ogg : null;
}

/// <summary>
/// MP4 and QuickTime. A file type box names brands (ISO/IEC 14496-12, section 4.3); QuickTime files from before it begin with one of a
/// few atoms (QuickTime File Format, "Overview of the file format").
/// </summary>
internal static class IsoSignature
{
    private const int HeaderBytes = 8;
    private const uint LargestIndex = 256 * 1024 * 1024;

    private static readonly string[] VideoBrands =
    [
        "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "mp71", "avc1", "hvc1", "av01",
        "M4V ", "M4VH", "M4VP", "M4A ", "M4B ", "dash", "msdh", "cmfc", "cmf2", "f4v ", "mmp4", "MSNV", "XAVC", "NDSC", "NDSH",
    ];

    // The same container around still pictures or raw photographs.
    private static readonly string[] ImageBrands =
    [
        "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis", "crx ", "jp2 ", "jpx ", "jpm ",
    ];

    public static MediaType? Match(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeaderBytes)
            return null;
        var size = BinaryPrimitives.ReadUInt32BigEndian(head);
        var type = head.Slice(4, 4);
        return type.SequenceEqual("ftyp"u8) ? MatchBrands(head, size) : IsOldQuickTime(type, size) ? MediaType.Mov : null;
    }

    private static MediaType? MatchBrands(ReadOnlySpan<byte> head, uint size)
    {
        // Major brand, minor version, then compatible brands up to the box's end.
        if (size < 16 || head.Length < 12 || IsOneOf(ImageBrands, head.Slice(8, 4)))
            return null;
        if (head.Slice(8, 4).SequenceEqual("qt  "u8))
            return MediaType.Mov;
        var end = (int)Math.Min(size, (uint)head.Length);
        for (var at = 8; at + 4 <= end; at += at == 8 ? 8 : 4)
        {
            var brand = head.Slice(at, 4);
            if (IsOneOf(VideoBrands, brand) || brand.StartsWith("3g"u8))
                return MediaType.Mp4;
            if (brand.SequenceEqual("qt  "u8))
                return MediaType.Mov;
        }
        return null;
    }

    private static bool IsOldQuickTime(ReadOnlySpan<byte> type, uint size) =>
        type.SequenceEqual("mdat"u8) ? size is 0 or 1 or >= HeaderBytes
        : type.SequenceEqual("wide"u8) ? size == HeaderBytes
        : (type.SequenceEqual("moov"u8) || type.SequenceEqual("free"u8) || type.SequenceEqual("skip"u8) || type.SequenceEqual("pnot"u8))
            && size is >= HeaderBytes and <= LargestIndex;

    private static bool IsOneOf(string[] brands, ReadOnlySpan<byte> brand)
    {
        Span<char> text = stackalloc char[4];
        for (var i = 0; i < text.Length; i++)
            text[i] = (char)brand[i];
        foreach (var known in brands)
        {
            if (text.SequenceEqual(known))
                return true;
        }
        return false;
    }
}

/// <summary>WebM and Matroska: an EBML header whose DocType says which (RFC 8794, section 11.2.4).</summary>
internal static class EbmlSignature
{
    public static MediaType? Match(ReadOnlySpan<byte> head)
    {
        if (!Vint.TryReadElement(head, out var header) || header.Id != ElementId.Ebml)
            return null;
        var body = head[header.HeaderLength..];
        if (header.Size is { } size && size < body.Length)
            body = body[..(int)size];
        while (Vint.TryReadElement(body, out var element) && element.Size is { } length && length <= body.Length - element.HeaderLength)
        {
            var value = body.Slice(element.HeaderLength, (int)length);
            if (element.Id == ElementId.DocType)
                return FromDocType(value.TrimEnd((byte)0));
            body = body[(element.HeaderLength + (int)length)..];
        }
        return null;
    }

    private static MediaType? FromDocType(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("webm"u8) ? MediaType.WebM : name.SequenceEqual("matroska"u8) ? MediaType.Mkv : null;
}
