using System.Buffers;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>Something that a connection has to send: bytes in memory, or a part of a file. It owns what it refers to.</summary>
internal readonly struct Segment : IDisposable
{
    private readonly IMemoryOwner<byte>? _block;

    /// <summary>The first bytes of a block of memory.</summary>
    public Segment(IMemoryOwner<byte> block, int length) => (_block, Memory, Length) = (block, block.Memory[..length], length);

    /// <summary>A part of a file, of which it is one user.</summary>
    public Segment(ContentFile file, long offset, int length, ISendGate? gate) => (File, Offset, Length, Gate) = (file, offset, length, gate);

    /// <summary>The bytes; empty for a part of a file.</summary>
    public ReadOnlyMemory<byte> Memory { get; }

    /// <summary>The file; null for bytes in memory.</summary>
    public ContentFile? File { get; }

    /// <summary>Where in the file it begins.</summary>
    public long Offset { get; }

    /// <summary>Bytes to send.</summary>
    public int Length { get; }

    /// <summary>Lets the bytes of the file pass; null when all may.</summary>
    public ISendGate? Gate { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _block?.Dispose();
        File?.Dispose();
    }
}
