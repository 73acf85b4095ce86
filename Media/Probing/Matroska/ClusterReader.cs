using System.Buffers.Binary;

namespace OrleansVideo.Media.Probing.Matroska;

/// <summary>Reads when the last frame of a cluster is shown, and finds the end of a cluster that does not tell its size.</summary>
internal sealed class ClusterReader(ByteSource source)
{
    /// <summary>The latest time met so far, in units of the segment's timestamp scale; null before the first frame.</summary>
    public double? LastTime { get; private set; }

    /// <summary>
    /// Walks the frames of a cluster up to its end, or, when that is unknown, up to the next element that cannot be inside one.
    /// </summary>
    /// <returns>The offset behind the cluster; null when an element in it is not whole.</returns>
    public async ValueTask<long?> ReadAsync(Element cluster, long limit)
    {
        ulong time = 0;
        var at = cluster.Body;
        var end = cluster.End ?? limit;
        while (at < end)
        {
            if (await ElementReader.ReadAsync(source, at, end) is not { } element)
                return null;
            if (cluster.End is null && ElementId.IsTopLevel(element.Id))
                return at;
            if (element.End is not { } next || next > end)
                return null;
            if (element.Id == ElementId.Timestamp)
                time = await ElementReader.UnsignedAsync(source, element) ?? time;
            else if (element.Id == ElementId.SimpleBlock)
                await ReadBlockAsync(element, time);
            else if (element.Id == ElementId.BlockGroup)
                await ReadGroupAsync(element, next, time);
            at = next;
        }
        return at;
    }

    private async ValueTask ReadGroupAsync(Element group, long end, ulong time)
    {
        await foreach (var element in ElementReader.ChildrenAsync(source, group.Body, end))
        {
            if (element.Id == ElementId.Block)
                await ReadBlockAsync(element, time);
        }
    }

    // A block begins with its track number (one byte or, rarely, more) and a signed time relative to the cluster's.
    private async ValueTask ReadBlockAsync(Element block, ulong clusterTime)
    {
        var head = (await source.ReadAsync(block.Body, 3)).Span;
        if (head.Length == 3 && (head[0] & 0x80) != 0)
            LastTime = Math.Max(LastTime ?? 0, clusterTime + (double)BinaryPrimitives.ReadInt16BigEndian(head[1..]));
    }
}
