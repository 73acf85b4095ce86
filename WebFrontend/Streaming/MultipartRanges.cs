using System.Text;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// The frame around several parts of one content, <c>multipart/byteranges</c> (RFC 9110 §14.6). Its length is known before
/// its first byte is sent. The boundary is random, so that no content can hold it.
/// </summary>
internal sealed class MultipartRanges
{
    private const string LineBreak = "\r\n";
    private readonly string _boundary = Guid.NewGuid().ToString("N");

    /// <summary>Frames these parts.</summary>
    /// <param name="content">What they are parts of.</param>
    /// <param name="parts">At least two.</param>
    public MultipartRanges(VideoContent content, IReadOnlyList<ByteRange> parts)
    {
        Heads = [.. parts.Select((part, index) => Encoding.ASCII.GetBytes(
            $"{(index > 0 ? LineBreak : "")}--{_boundary}{LineBreak}"
            + $"Content-Type: {content.Type}{LineBreak}Content-Range: {content.ContentRange(part)}{LineBreak}{LineBreak}"))];
        End = Encoding.ASCII.GetBytes($"{LineBreak}--{_boundary}--{LineBreak}");
        Length = Heads.Sum(head => (long)head.Length) + parts.Sum(part => part.Length) + End.Length;
    }

    /// <summary>The media type of the whole.</summary>
    public string Type => $"multipart/byteranges; boundary={_boundary}";

    /// <summary>What comes before each part's bytes.</summary>
    public IReadOnlyList<byte[]> Heads { get; }

    /// <summary>What comes after the last part's bytes.</summary>
    public byte[] End { get; }

    /// <summary>Bytes of frame and parts.</summary>
    public long Length { get; }
}
