namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>What waits to be sent, in order. It owns the segments; used under its owner's lock.</summary>
internal sealed class SegmentQueue
{
    /// <summary>Blocks that one call of the kernel takes at most.</summary>
    private const int MostAtOnce = 64;

    private readonly Queue<Segment> _segments = new();

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _segments.Count == 0;

    /// <summary>Puts a segment at the end.</summary>
    public void Enqueue(Segment segment) => _segments.Enqueue(segment);

    /// <summary>Hands over what can be sent at once: a part of a file, or all the bytes in memory up to the next one.</summary>
    /// <param name="run">Gets the segments, which the caller disposes.</param>
    /// <returns>False when nothing waits.</returns>
    public bool TryTake(List<Segment> run)
    {
        if (!_segments.TryDequeue(out var first)) return false;
        run.Add(first);
        while (first.File is null && run.Count < MostAtOnce && _segments.TryPeek(out var next) && next.File is null)
            run.Add(_segments.Dequeue());
        return true;
    }

    /// <summary>Lets go of everything.</summary>
    public void Clear()
    {
        while (_segments.TryDequeue(out var segment)) segment.Dispose();
    }
}
