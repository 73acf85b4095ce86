namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>Where a box claims to lie.</summary>
/// <param name="Type">Its four-character code.</param>
/// <param name="Start">Offset of its header.</param>
/// <param name="HeaderLength">8, or 16 with a 64-bit size.</param>
/// <param name="End">Offset behind it; beyond the file when the file is cut. Never before the header's end.</param>
internal readonly record struct Box(uint Type, long Start, int HeaderLength, long End)
{
    /// <summary>Offset of the content.</summary>
    public long Body => Start + HeaderLength;

    /// <summary>Bytes of the content.</summary>
    public long BodyLength => End - Body;
}
