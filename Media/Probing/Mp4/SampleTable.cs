using System.Buffers.Binary;

namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>
/// The three tables that say where a track's samples lie: chunk offsets, samples per chunk, sample sizes. Read piece by piece, never
/// held. They are asked one thing: up to which byte the file must reach.
/// </summary>
internal sealed class SampleTable
{
    private const int CountsLength = 12;

    public Box? Offsets { get; set; }

    public Box? ChunkRuns { get; set; }

    public Box? Sizes { get; set; }

    /// <summary>Samples in the table.</summary>
    public uint Count { get; private set; }

    private uint _uniformSize;

    /// <summary>Takes over the sample size box (stsz, or the compact stz2).</summary>
    public async ValueTask ReadSizesAsync(ByteSource source, Box box)
    {
        var head = (await source.ReadAsync(box.Body, (int)Math.Min(CountsLength, box.BodyLength))).Span;
        if (head.Length < CountsLength)
            return;
        Sizes = box;
        _uniformSize = box.Type == BoxType.Stsz ? BinaryPrimitives.ReadUInt32BigEndian(head[4..]) : 0;
        Count = BinaryPrimitives.ReadUInt32BigEndian(head[8..]);
    }

    /// <summary>The offset behind the chunk that lies farthest; 0 without samples; null when the tables contradict each other.</summary>
    public async ValueTask<long?> EndAsync(ByteSource source)
    {
        if (Count == 0)
            return 0;
        if (Offsets is not { } offsets || ChunkRuns is not { } runs || Sizes is not { } sizes)
            return null;
        if (await ReadFarthestChunkAsync(source, offsets) is not { } farthest)
            return null;
        if (await FindSamplesAsync(source, runs, farthest) is not { } samples)
            return null;
        return await SumSizesAsync(source, sizes, samples) is { } bytes ? farthest.Offset + bytes : null;
    }

    private static async ValueTask<Chunk?> ReadFarthestChunkAsync(ByteSource source, Box box)
    {
        var entry = box.Type == BoxType.Co64 ? 8 : 4;
        var table = await TableReader.OpenAsync(source, box, countAt: 4, entriesAt: 8, entry);
        if (table is null || table.Count == 0)
            return null;
        var farthest = new Chunk(1, 0, table.Count);
        for (uint index = 1; await table.NextAsync() is { Length: > 0 } bytes; index++)
        {
            var offset = entry == 8 ? BinaryPrimitives.ReadUInt64BigEndian(bytes.Span) : BinaryPrimitives.ReadUInt32BigEndian(bytes.Span);
            if (offset > long.MaxValue / 2)
                return null;
            if ((long)offset >= farthest.Offset)
                farthest = farthest with { Index = index, Offset = (long)offset };
        }
        return table.IsComplete ? farthest : null;
    }

    private async ValueTask<SampleRange?> FindSamplesAsync(ByteSource source, Box box, Chunk chunk)
    {
        var table = await TableReader.OpenAsync(source, box, countAt: 4, entriesAt: 8, entryLength: 12);
        ulong before = 0;
        uint first = 0, perChunk = 0;
        while (table is not null)
        {
            var bytes = await table.NextAsync();
            if (bytes.IsEmpty && !table.IsComplete)
                return null;
            // Behind the last run, as if another one began after the last chunk.
            var next = bytes.IsEmpty ? chunk.Total + 1UL : BinaryPrimitives.ReadUInt32BigEndian(bytes.Span);
            if (next <= first && first != 0)
                return null;
            if (chunk.Index < next)
            {
                before += (ulong)(chunk.Index - first) * perChunk;
                return first == 0 || before > Count ? null : new SampleRange((uint)before, (uint)Math.Min(perChunk, Count - before));
            }
            if (bytes.IsEmpty)
                return null;
            before += (next - first) * perChunk;
            if (before > Count)
                return null;
            (first, perChunk) = ((uint)next, BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[4..]));
        }
        return null;
    }

    private async ValueTask<long?> SumSizesAsync(ByteSource source, Box box, SampleRange samples)
    {
        // QuickTime's compressed sound counts frames of "size 1" here that are no bytes; compact tables are not worth summing.
        // At least one byte is there either way.
        if (_uniformSize == 1 || box.Type == BoxType.Stz2)
            return 1;
        if (_uniformSize > 1)
            return (long)_uniformSize * samples.Count;
        var table = await TableReader.OpenAsync(source, box, countAt: 8, entriesAt: 12, entryLength: 4);
        if (table is null)
            return null;
        table.Skip(samples.Before);
        long sum = 0;
        for (uint i = 0; i < samples.Count; i++)
        {
            var bytes = await table.NextAsync();
            if (bytes.IsEmpty)
                return null;
            sum += BinaryPrimitives.ReadUInt32BigEndian(bytes.Span);
        }
        return sum;
    }

    private readonly record struct Chunk(uint Index, long Offset, uint Total);

    private readonly record struct SampleRange(uint Before, uint Count);
}
