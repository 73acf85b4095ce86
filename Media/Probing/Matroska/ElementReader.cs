using System.Buffers.Binary;
using System.Text;

namespace OrleansVideo.Media.Probing.Matroska;

/// <summary>Walks EBML elements and reads their values (RFC 8794, sections 4 to 7).</summary>
internal static class ElementReader
{
    private const int LongestText = 64;

    /// <summary>The element at an offset; null when its head is not whole or is none.</summary>
    public static async ValueTask<Element?> ReadAsync(ByteSource source, long start, long parentEnd)
    {
        var head = await source.ReadAsync(start, (int)Math.Min(Vint.LongestHeader, parentEnd - start));
        if (!Vint.TryReadElement(head.Span, out var header))
            return null;
        var body = start + header.HeaderLength;
        // Sizes have at most 56 bits: the sum cannot overflow.
        return new Element(header.Id, body, body + header.Size);
    }

    /// <summary>The elements inside another of known size, up to the first that is not whole.</summary>
    public static async IAsyncEnumerable<Element> ChildrenAsync(ByteSource source, long body, long end)
    {
        for (var at = body; at < end;)
        {
            if (await ReadAsync(source, at, end) is not { End: { } next } element || next > end)
                yield break;
            yield return element;
            at = next;
        }
    }

    public static async ValueTask<ulong?> UnsignedAsync(ByteSource source, Element element)
    {
        if (element.End - element.Body is not (>= 0 and <= 8 and var length))
            return null;
        var bytes = await source.ReadAsync(element.Body, (int)length);
        if (bytes.Length < length)
            return null;
        ulong value = 0;
        foreach (var one in bytes.Span)
            value = (value << 8) | one;
        return value;
    }

    public static async ValueTask<double?> FloatAsync(ByteSource source, Element element)
    {
        var bytes = await source.ReadAsync(element.Body, sizeof(double));
        return (element.End - element.Body) switch
        {
            4 when bytes.Length >= 4 => BinaryPrimitives.ReadSingleBigEndian(bytes.Span),
            8 when bytes.Length >= 8 => BinaryPrimitives.ReadDoubleBigEndian(bytes.Span),
            _ => null,
        };
    }

    public static async ValueTask<string> TextAsync(ByteSource source, Element element)
    {
        var length = (int)Math.Min(LongestText, (element.End - element.Body) ?? 0);
        return Encoding.ASCII.GetString((await source.ReadAsync(element.Body, length)).Span).TrimEnd('\0');
    }
}
