using OrleansVideo.Media.Probing.Matroska;

namespace OrleansVideo.Media.Sniffing;

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
