using System.Buffers.Binary;

namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>
/// Adds up the samples that an MP4 or QuickTime file claims to hold, in every table that counts them and in whatever place a demuxer would
/// look for it. A sample has a byte at least, so a file that claims more samples than it has bytes does not tell the truth; a demuxer that
/// believes it takes memory for each of them.
/// </summary>
/// <remarks>Counts that could overflow are compared with the file's length as they are added, so none does.</remarks>
internal sealed class SampleClaims(ByteSource source)
{
    private const int MostTracks = 256;
    private const int MostDepth = 12;
    private const int MostTables = 64;

    /// <summary>Entries that an edit list may make of a small file's samples; a demuxer copies the samples of each edit.</summary>
    private const ulong HarmlessEntries = 1 << 22;

    private readonly ulong _bytes = (ulong)source.Length;
    private ulong _sizes;
    private ulong _times;
    private ulong _offsets;
    private ulong _groups;
    private ulong _chunks;
    private ulong _runs;
    private int _tracks;

    /// <summary>Why the file is not to be believed; null when its claims can be true.</summary>
    public ProbeFailure? Failure { get; private set; }

    /// <summary>Adds what stands in a top-level box.</summary>
    public async ValueTask AddAsync(Box box)
    {
        if (!IsContainer(box.Type) && !IsTable(box.Type))
            return;
        var strays = new TrackClaims();
        await VisitAsync(box, strays, 0);
        await SettleAsync(strays);
    }

    private static bool IsContainer(uint type) => type is
        BoxType.Moov or BoxType.Hoov or BoxType.Trak or BoxType.Mdia or BoxType.Minf or BoxType.Stbl or BoxType.Moof or BoxType.Traf
        or BoxType.Mvex or BoxType.Edts or BoxType.Udta or BoxType.Dinf or BoxType.Tref or BoxType.Wave or BoxType.Sinf or BoxType.Schi
        or BoxType.Clip or BoxType.Tapt;

    private static bool IsTable(uint type) => type is
        BoxType.Hdlr or BoxType.Stsd or BoxType.Stsz or BoxType.Stz2 or BoxType.Stts or BoxType.Ctts or BoxType.Sbgp or BoxType.Stsc
        or BoxType.Stco or BoxType.Co64 or BoxType.Elst or BoxType.Trun;

    private async ValueTask VisitAsync(Box box, TrackClaims track, int depth)
    {
        if (Failure is not null || depth > MostDepth)
            return;
        if (box.Type == BoxType.Trak)
        {
            if (++_tracks > MostTracks)
            {
                Failure = ProbeFailure.TooComplex;
                return;
            }
            var own = new TrackClaims();
            await VisitChildrenAsync(box, own, depth);
            await SettleAsync(own);
        }
        else if (IsContainer(box.Type))
        {
            await VisitChildrenAsync(box, track, depth);
        }
        else if (IsTable(box.Type))
        {
            await ReadAsync(box, track);
        }
    }

    private async ValueTask VisitChildrenAsync(Box box, TrackClaims track, int depth)
    {
        await foreach (var child in BoxReader.ChildrenAsync(source, box))
        {
            await VisitAsync(child, track, depth + 1);
            if (Failure is not null)
                return;
        }
    }

    private async ValueTask ReadAsync(Box box, TrackClaims track)
    {
        switch (box.Type)
        {
            case BoxType.Hdlr when await HeadAsync(box, 12) is { Length: 12 } head:
                track.IsSound |= head.Span[8..].SequenceEqual("soun"u8);
                track.IsPicture |= head.Span[8..].SequenceEqual("vide"u8);
                break;
            case BoxType.Stsd:
                track.TicksPerPacket = SoundPackets.TicksIn((await HeadAsync(box, 64)).Span);
                break;
            case BoxType.Stsz or BoxType.Stz2:
                await ReadSizesAsync(box, track);
                break;
            case BoxType.Stts:
                await ReadTimesAsync(box, track);
                break;
            case BoxType.Ctts:
                _offsets += await SumAsync(box, countAt: 4, entriesAt: 8, entryLength: 8);
                Compare(_offsets);
                break;
            case BoxType.Sbgp when await HeadAsync(box, 1) is { Length: 1 } version:
                // Version 1 has a parameter before the count.
                var at = version.Span[0] == 0 ? 8 : 12;
                _groups += await SumAsync(box, at, at + 4, entryLength: 8);
                Compare(_groups);
                break;
            case BoxType.Stsc:
                if (track.ChunkRuns.Count < MostTables)
                    track.ChunkRuns.Add(box);
                else
                    Failure = ProbeFailure.TooComplex;
                break;
            case BoxType.Stco or BoxType.Co64:
                var chunks = await CountAsync(box);
                if ((ulong)chunks * (box.Type == BoxType.Co64 ? 8UL : 4UL) > (ulong)box.BodyLength)
                    Failure ??= ProbeFailure.Damaged(DamagedPart.Index);
                track.Chunks = Math.Max(track.Chunks, chunks);
                break;
            case BoxType.Elst:
                // No more than there are in the box, of twelve bytes each.
                track.Edits = (uint)Math.Max(track.Edits, Math.Min(await CountAsync(box), box.BodyLength / 12));
                break;
            case BoxType.Trun:
                await ReadRunAsync(box);
                break;
        }
    }

    private async ValueTask ReadSizesAsync(Box box, TrackClaims track)
    {
        if (await HeadAsync(box, 12) is not { Length: 12 } head)
            return;
        var count = BinaryPrimitives.ReadUInt32BigEndian(head.Span[8..]);
        var size = BinaryPrimitives.ReadUInt32BigEndian(head.Span[4..]);
        // A compact table has 4, 8 or 16 bits a sample; a table without a size for all has 32.
        var bits = box.Type == BoxType.Stz2 ? size & 0xFF : size == 0 ? 32u : 0u;
        if (((ulong)count * bits + 7) / 8 > (ulong)(box.BodyLength - 12))
            Failure ??= count > _bytes ? ProbeFailure.Overstated : ProbeFailure.Damaged(DamagedPart.Index);
        track.Sizes += count;
        track.HasSizeForAll = bits == 0;
    }

    private async ValueTask ReadTimesAsync(Box box, TrackClaims track)
    {
        var first = await source.ReadAsync(box.Body + 8, 8);
        var entries = await CountAsync(box);
        track.HasOneTickEach = track.Times == 0 && entries == 1 && first.Length == 8
            && BinaryPrimitives.ReadUInt32BigEndian(first.Span[4..]) == 1;
        track.Times += await SumAsync(box, countAt: 4, entriesAt: 8, entryLength: 8);
    }

    private async ValueTask ReadRunAsync(Box box)
    {
        if (await HeadAsync(box, 8) is not { Length: 8 } head)
            return;
        var flags = BinaryPrimitives.ReadUInt32BigEndian(head.Span);
        var count = BinaryPrimitives.ReadUInt32BigEndian(head.Span[4..]);
        _runs += count;
        Compare(_runs);
        // Data offset and first flags stand before the entries; duration, size, flags and composition offset in each.
        var entriesAt = 8 + (4 * ((flags & 0x1) != 0 ? 1 : 0)) + (4 * ((flags & 0x4) != 0 ? 1 : 0));
        var entryLength = 4 * System.Numerics.BitOperations.PopCount(flags & 0xF00);
        if ((long)count * entryLength > box.BodyLength - entriesAt)
            Failure ??= ProbeFailure.Damaged(DamagedPart.Index);
    }

    /// <summary>Adds what a track's tables say together.</summary>
    private async ValueTask SettleAsync(TrackClaims track)
    {
        var ticks = track.IsCountedInTicks ? track.TicksPerPacket : 1;
        _sizes += Packets(track.Sizes, ticks);
        _times += Packets(track.Times, ticks);
        Compare(_sizes);
        Compare(_times);
        foreach (var box in track.ChunkRuns)
        {
            if (Failure is null)
                await AddChunksAsync(box, track.Chunks, ticks);
        }
        // Sound of one tick each is copied in pieces of 1024.
        var entries = Packets(track.Sizes, track.IsCountedInTicks ? SoundPackets.MostTicks : 1);
        if (track.Edits > 1 && track.Edits * entries > Math.Max(_bytes, HarmlessEntries))
            Failure ??= ProbeFailure.Overstated;
    }

    private async ValueTask AddChunksAsync(Box box, uint chunks, ulong ticks)
    {
        if (await TableReader.OpenAsync(source, box, countAt: 4, entriesAt: 8, entryLength: 12) is not { } table)
        {
            Failure ??= ProbeFailure.Damaged(DamagedPart.Index);
            return;
        }
        ulong first = 0, perChunk = 0;
        while (Failure is null)
        {
            var entry = await table.NextAsync();
            // The last run goes on to the last chunk.
            var next = entry.IsEmpty ? chunks + 1UL : BinaryPrimitives.ReadUInt32BigEndian(entry.Span);
            if (first != 0 && next > first)
            {
                _chunks += Math.Min(_bytes + 1, (Math.Min(next, chunks + 1UL) - Math.Min(first, chunks + 1UL)) * Packets(perChunk, ticks));
                Compare(_chunks);
            }
            if (entry.IsEmpty)
                return;
            (first, perChunk) = (next, BinaryPrimitives.ReadUInt32BigEndian(entry.Span[4..]));
        }
    }

    /// <summary>The sum of the counts with which a table's entries begin.</summary>
    private async ValueTask<ulong> SumAsync(Box box, int countAt, int entriesAt, int entryLength)
    {
        if (await TableReader.OpenAsync(source, box, countAt, entriesAt, entryLength) is not { } table)
        {
            Failure ??= ProbeFailure.Damaged(DamagedPart.Index);
            return 0;
        }
        ulong sum = 0;
        while (sum <= _bytes && await table.NextAsync() is { Length: > 0 } entry)
            sum += BinaryPrimitives.ReadUInt32BigEndian(entry.Span);
        return sum;
    }

    private async ValueTask<uint> CountAsync(Box box) =>
        await HeadAsync(box, 8) is { Length: 8 } head ? BinaryPrimitives.ReadUInt32BigEndian(head.Span[4..]) : 0;

    private void Compare(ulong claimed)
    {
        if (claimed > _bytes)
            Failure ??= ProbeFailure.Overstated;
    }

    private static ulong Packets(ulong ticks, ulong ticksPerPacket) => (ticks + ticksPerPacket - 1) / ticksPerPacket;

    private ValueTask<ReadOnlyMemory<byte>> HeadAsync(Box box, int length) =>
        source.ReadAsync(box.Body, (int)Math.Min(length, box.BodyLength));

    /// <summary>What the tables of one track say.</summary>
    private sealed class TrackClaims
    {
        public bool IsSound { get; set; }

        public bool IsPicture { get; set; }

        public ulong TicksPerPacket { get; set; } = 1;

        public ulong Sizes { get; set; }

        public bool HasSizeForAll { get; set; }

        public ulong Times { get; set; }

        public bool HasOneTickEach { get; set; }

        public List<Box> ChunkRuns { get; } = [];

        public uint Chunks { get; set; }

        public uint Edits { get; set; }

        /// <summary>
        /// Whether its samples are ticks of QuickTime's sound and not packets: of compressed sound, a byte then stands for many. A demuxer
        /// takes such a track by whole chunks.
        /// </summary>
        public bool IsCountedInTicks => IsSound && !IsPicture && HasSizeForAll && HasOneTickEach;
    }
}

/// <summary>
/// How many ticks of QuickTime's sound are in one packet of it (QuickTime File Format, "Sound Sample Descriptions"). The tables of such a
/// track count ticks; of uncompressed sound, a tick has a byte at least.
/// </summary>
internal static class SoundPackets
{
    /// <summary>The longest packet that is believed.</summary>
    public const ulong MostTicks = 1024;

    private const int FormatAt = 12;
    private const int VersionAt = 24;
    private const int TicksAt = 44;

    /// <summary>Ticks in a packet, from the body of a sample description; 1 where packets are not spoken of.</summary>
    public static ulong TicksIn(ReadOnlySpan<byte> body)
    {
        if (body.Length < VersionAt + 2)
            return 1;
        if (BinaryPrimitives.ReadUInt16BigEndian(body[VersionAt..]) == 1 && body.Length >= TicksAt + 4)
            return Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian(body[TicksAt..]), 1U, (uint)MostTicks);
        // Descriptions from before that field: the formats of their time had one packet each.
        var format = body.Slice(FormatAt, 4);
        return format.SequenceEqual("ima4"u8) ? 64UL
            : format.SequenceEqual("MAC3"u8) || format.SequenceEqual("MAC6"u8) ? 6UL
            : format.SequenceEqual("agsm"u8) || format.SequenceEqual("Qclp"u8) ? 160UL
            : 1UL;
    }
}
