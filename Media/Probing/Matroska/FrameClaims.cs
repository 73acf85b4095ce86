namespace OrleansVideo.Media.Probing.Matroska;

/// <summary>
/// Adds up the frames that a segment's blocks claim to hold. A laced block holds up to 256 of them (RFC 9559, section 10.3), and nothing in
/// the format keeps a block of a few bytes from saying so; a demuxer that believes it hands each of them on. A frame has a byte at least.
/// Also looks whether the lists a demuxer reads before any frame, of tracks and of cues, hold what they say they do.
/// </summary>
/// <remarks>
/// The blocks at the beginning are looked at, which is all of a small file; those behind them come to a reader one by one, and not before
/// he asks for them.
/// </remarks>
internal sealed class FrameClaims(ByteSource source)
{
    private const int MostBlocks = 5_000;
    private const int MostTracks = 256;
    private const int MostDepth = 6;
    private const int LacingHeader = 12;

    private long _frames;
    private int _blocks;
    private int _tracks;

    /// <summary>Why the segment is not to be believed; null when its claims can be true.</summary>
    public async ValueTask<ProbeFailure?> CheckAsync(Element segment)
    {
        var end = segment.End ?? source.Length;
        for (var at = segment.Body; at < end;)
        {
            if (_blocks >= MostBlocks || await ElementReader.ReadAsync(source, at, end) is not { } element)
                return null;
            if (element.Id is ElementId.Tracks or ElementId.Cues && element.End is { } listEnd)
            {
                if (!await FitsAsync(element.Body, listEnd, 0))
                    return ProbeFailure.Damaged(element.Id == ElementId.Tracks ? DamagedPart.Tracks : DamagedPart.Index);
                if (_tracks > MostTracks)
                    return ProbeFailure.TooComplex;
            }
            if (element.Id == ElementId.Cluster)
            {
                var reached = await AddClusterAsync(element, end);
                if (_frames > reached)
                    return ProbeFailure.Overstated;
                if (element.End is null && reached <= at)
                    return null;
                at = element.End ?? reached;
            }
            else if (element.End is { } next)
            {
                at = next;
            }
            else
            {
                return null;
            }
        }
        return null;
    }

    /// <summary>Adds a cluster's blocks; returns the offset behind the last element of it that was looked at.</summary>
    private async ValueTask<long> AddClusterAsync(Element cluster, long limit)
    {
        var at = cluster.Body;
        var end = cluster.End ?? limit;
        while (at < end && _blocks < MostBlocks)
        {
            if (await ElementReader.ReadAsync(source, at, end) is not { End: { } next } element || next > end)
                return at;
            if (cluster.End is null && ElementId.IsTopLevel(element.Id))
                return at;
            if (element.Id == ElementId.BlockGroup)
            {
                await foreach (var part in ElementReader.ChildrenAsync(source, element.Body, next))
                    await AddBlockAsync(part);
            }
            else
            {
                await AddBlockAsync(element);
            }
            at = next;
        }
        return at;
    }

    private async ValueTask AddBlockAsync(Element block)
    {
        if (block.Id is not (ElementId.SimpleBlock or ElementId.Block or ElementId.EncryptedBlock))
            return;
        _blocks++;
        _frames += FramesIn((await source.ReadAsync(block.Body, (int)Math.Min(LacingHeader, block.End!.Value - block.Body))).Span);
    }

    /// <summary>Frames that a block says it has: track number, time, flags, and with lacing a count less one.</summary>
    private static int FramesIn(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return 0;
        var flagsAt = System.Numerics.BitOperations.LeadingZeroCount((uint)head[0] << 24) + 3;
        if (head.Length <= flagsAt || (head[flagsAt] & 0x06) == 0)
            return 1;
        return head.Length <= flagsAt + 1 ? 1 : head[flagsAt + 1] + 1;
    }

    /// <summary>Whether all elements below lie within the one around them, and follow each other to its end.</summary>
    private async ValueTask<bool> FitsAsync(long body, long end, int depth)
    {
        for (var at = body; at < end;)
        {
            if (await ElementReader.ReadAsync(source, at, end) is not { End: { } next } element || next > end)
                return source.IsExhausted;
            if (element.Id == ElementId.TrackEntry && ++_tracks > MostTracks)
                return true;
            if (IsMaster(element.Id) && depth < MostDepth && !await FitsAsync(element.Body, next, depth + 1))
                return false;
            at = next;
        }
        return true;
    }

    private static bool IsMaster(uint id) => id is
        ElementId.TrackEntry or ElementId.Video or ElementId.Audio or ElementId.ContentEncodings or ElementId.ContentEncoding
        or ElementId.CuePoint or ElementId.CueTrackPositions;
}
