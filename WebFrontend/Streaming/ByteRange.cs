namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>A part of a content.</summary>
/// <param name="From">The first byte, from 0.</param>
/// <param name="Length">How many bytes.</param>
internal readonly record struct ByteRange(long From, long Length)
{
    /// <summary>The first byte after it.</summary>
    public long End => From + Length;

    /// <summary>Whether the two overlap, or one begins where the other ends.</summary>
    public bool Touches(ByteRange other) => From <= other.End && other.From <= End;

    /// <summary>From where the first begins to where the last ends.</summary>
    public ByteRange With(ByteRange other)
    {
        var from = Math.Min(From, other.From);
        return new ByteRange(from, Math.Max(End, other.End) - from);
    }
}
