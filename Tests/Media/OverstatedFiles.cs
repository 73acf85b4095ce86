using System.Buffers.Binary;
using System.Text;

namespace OrleansVideo.Tests.Media;

/// <summary>
/// Small files that claim far more pictures and sounds than they have bytes, built byte by byte: each in another table, or in another
/// place where a demuxer looks. And the honest files that they are made from.
/// </summary>
public static class OverstatedFiles
{
    /// <summary>What a demuxer that believes it needs some 3 GB for.</summary>
    public const uint Millions = 85_000_000;

    private const int Payload = 1000;

    /// <summary>Every form of an MP4's and a QuickTime file's tables, by a name.</summary>
    public static IReadOnlyDictionary<string, byte[]> Mp4 { get; } = new Dictionary<string, byte[]>
    {
        ["one size for all"] = new Mp4Tables { Times = Stts((Millions, 1)), Runs = Stsc((1, Millions)), Sizes = Stsz(1, Millions) }.ToFile(),
        ["one size for all, and nothing else"] = new Mp4Tables { Sizes = Stsz(1, Millions) }.ToFile(),
        ["one size of zero, and no table"] = new Mp4Tables { Sizes = Stsz(0, Millions) }.ToFile(),
        ["the greatest count"] = new Mp4Tables { Times = Stts((uint.MaxValue, 1)), Runs = Stsc((1, uint.MaxValue)), Sizes = Stsz(1, uint.MaxValue) }.ToFile(),
        ["four bits a sample"] = new Mp4Tables { Times = Stts((24_000, 1)), Runs = Stsc((1, 24_000)), Sizes = Stz2(4, 24_000) }.ToFile(),
        ["four bits a sample, and nothing else"] = new Mp4Tables { Sizes = Stz2(4, 24_000) }.ToFile(),
        ["times"] = new Mp4Tables { Times = Stts((Millions, 1)) }.ToFile(),
        ["times that are 0 in 32 bits"] = new Mp4Tables { Times = Stts((0x8000_0000, 1), (0x8000_0000, 1)) }.ToFile(),
        ["composition offsets"] = new Mp4Tables { More = [Ctts((Millions, 1), (Millions, 2))] }.ToFile(),
        ["sample groups"] = new Mp4Tables { More = [Box("sbgp", U32(0), "roll"u8.ToArray(), U32(1, Millions, 1))] }.ToFile(),
        ["samples per chunk"] = new Mp4Tables { Runs = Stsc((1, Millions)) }.ToFile(),
        ["chunks"] = new Mp4Tables { Runs = Stsc((1, 3), (2, 5_000)), Offsets = Stco([.. Enumerable.Repeat(24u, 500)]) }.ToFile(),
        ["chunks times samples beyond 64 bits"] = new Mp4Tables
        {
            Runs = Stsc((1, uint.MaxValue), (0xFFFF_FFFE, uint.MaxValue)), Offsets = Stco([.. Enumerable.Repeat(24u, 500)]),
        }.ToFile(),
        ["sound"] = new Mp4Tables { Times = Stts((Millions, 1)), Runs = Stsc((1, Millions)), Sizes = Stsz(1, Millions), IsSecondOfSound = true }.ToFile(),
        ["sound in endless packets"] = new Mp4Tables
        {
            Times = Stts((Millions, 1)), Runs = Stsc((1, Millions)), Sizes = Stsz(1, Millions), IsSecondOfSound = true, TicksPerPacket = uint.MaxValue,
        }.ToFile(),
        ["a size table where none belongs"] = new Mp4Tables { InTrack = [Box("edts", Stsz(1, Millions))] }.ToFile(),
        ["a size table beside the movie"] = [.. new Mp4Tables().ToFile(), .. Stsz(1, Millions)],
        ["a second size table"] = new Mp4Tables { More = [Stsz(1, Millions)] }.ToFile(),
        ["the seventieth track"] = new Mp4Tables { Copies = 70, Sizes = Stsz(1, 3_000), Runs = Stsc((1, 3_000)), Times = Stts((3_000, 1)) }.ToFile(),
        ["edits"] = new Mp4Tables
        {
            Sizes = Stsz(1, 3_000), Runs = Stsc((1, 3_000)), Times = Stts((3_000, 1)),
            InTrack = [Box("edts", Box("elst", U32(0, 2_000), new byte[2_000 * 12]))],
        }.ToFile(),
        ["a run of a fragment"] = [.. Fragmented(), .. Fragment(Millions)],
        ["many runs of fragments"] = [.. Fragmented(), .. Enumerable.Repeat(Fragment(2_000), 30).SelectMany(fragment => fragment)],
        ["a run of no track"] = [.. Fragmented(), .. Box("moof", Box("trun", U32(0, Millions))), .. Box("mdat", new byte[8])],
    };

    /// <summary>The analogues of WebM and Matroska.</summary>
    public static IReadOnlyDictionary<string, byte[]> Matroska { get; } = new Dictionary<string, byte[]>
    {
        ["blocks of 256 frames of one size"] = Mkv(Cluster([.. Enumerable.Repeat(SimpleBlock(0x04), 1000)])),
        ["blocks of 256 frames in Xiph's lacing"] = Mkv(Cluster([.. Enumerable.Repeat(SimpleBlock(0x02), 1000)])),
        ["blocks of 256 frames in EBML's lacing"] = Mkv(Cluster([.. Enumerable.Repeat(SimpleBlock(0x06), 1000)])),
        ["groups of blocks"] = Mkv(Cluster([.. Enumerable.Repeat(Element(0xA0, Element(0xA1, [0x81, 0, 0, 0x04, 0xFF])), 1000)])),
        ["many clusters"] = Mkv([.. Enumerable.Repeat(Cluster(SimpleBlock(0x04, frames: 40)), 1000).SelectMany(cluster => cluster)]),
        ["a live recording"] = MkvLive([.. Enumerable.Repeat(SimpleBlock(0x04), 1000).SelectMany(block => block)]),
    };

    /// <summary>Files whose lists claim what they do not hold.</summary>
    public static IReadOnlyDictionary<string, byte[]> Damaged { get; } = new Dictionary<string, byte[]>
    {
        ["times of four billion entries"] = new Mp4Tables { Times = Box("stts", U32(0, uint.MaxValue)) }.ToFile(),
        ["offsets of four billion entries"] = new Mp4Tables { More = [Box("ctts", U32(0, uint.MaxValue))] }.ToFile(),
        ["sizes of more entries than the table has"] = new Mp4Tables { Sizes = Stsz(0, 900) }.ToFile(),
        ["a run of more entries than it has"] = [.. Fragmented(), .. Box("moof", Box("traf", Tfhd(), Box("trun", U32(0x300, 300)))), .. Box("mdat", new byte[8])],
        ["a codec's private data of a gigabyte"] = Mkv(Cluster(SimpleBlock(0)), inTrack: [0x63, 0xA2, 0x08, 0x40, 0, 0, 0]),
        ["a cue of a gigabyte"] = Mkv([.. Cluster(SimpleBlock(0)), .. Element(0x1C53BB6B, [0xBB, 0x08, 0x40, 0, 0, 0])]),
    };

    /// <summary>A thousand bytes in three samples, all of it true.</summary>
    public static byte[] HonestMp4() => new Mp4Tables().ToFile();

    /// <summary>An MP4 of so many samples of a byte each, by its tables; its length hardly depends on the number.</summary>
    public static byte[] Mp4OfSamples(uint count) =>
        new Mp4Tables { Times = Stts((count, 1)), Runs = Stsc((1, count)), Sizes = Stsz(1, count) }.ToFile();

    /// <summary>A QuickTime file whose sound has so many ticks, of which as many are in one packet.</summary>
    public static byte[] SoundOfTicks(uint ticks, uint perPacket) => new Mp4Tables
    {
        Times = Stts((ticks, 1)), Runs = Stsc((1, ticks)), Sizes = Stsz(1, ticks), IsSecondOfSound = true, TicksPerPacket = perPacket,
    }.ToFile();

    /// <summary>An MP4 with so many tracks.</summary>
    public static byte[] Mp4OfTracks(int tracks) => new Mp4Tables { Copies = tracks }.ToFile();

    /// <summary>An honest Matroska file of one block.</summary>
    public static byte[] HonestMkv() => Mkv(Cluster(SimpleBlock(0)));

    /// <summary>A Matroska file with so many tracks.</summary>
    public static byte[] MkvOfTracks(int tracks) => Mkv(Cluster(SimpleBlock(0)), tracks: tracks);

    /// <summary>An Ogg file of one stream of Theora, whose pages count from one frame to another, among others of which nothing is known.</summary>
    public static byte[] Ogg(long firstFrame, long lastFrame, int streams = 1)
    {
        var theora = new byte[42];
        theora[0] = 0x80;
        "theora"u8.CopyTo(theora.AsSpan(1));
        (theora[14 + 1], theora[17 + 1]) = (1, 1); // 256 × 256 pixels.
        BinaryPrimitives.WriteUInt32BigEndian(theora.AsSpan(22), 25);
        BinaryPrimitives.WriteUInt32BigEndian(theora.AsSpan(26), 1);
        BinaryPrimitives.WriteUInt16BigEndian(theora.AsSpan(40), 6 << 5);
        return
        [
            .. OggPage(2, 0, theora), .. Enumerable.Range(100, streams - 1).SelectMany(serial => OggPage(2, 0, new byte[10], (byte)serial)),
            .. OggPage(0, firstFrame << 6, new byte[10]), .. OggPage(4, lastFrame << 6, new byte[10]),
        ];
    }

    private static byte[] OggPage(byte flags, long granule, byte[] packet, byte serial = 7)
    {
        var page = new byte[28 + packet.Length];
        "OggS"u8.CopyTo(page);
        page[5] = flags;
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(6), granule);
        (page[14], page[26], page[27]) = (serial, 1, (byte)packet.Length);
        packet.CopyTo(page, 28);
        return page;
    }

    private static byte[] Fragmented() =>
        [.. Box("ftyp", "isom"u8.ToArray(), U32(0), "isom"u8.ToArray()),
         .. Box("moov", Movie(), Track([], Stbl(Stsz(0, 0), Stts(), Stsc(), Stco()), "vide"), Box("mvex", Box("trex", U32(0, 1, 1, 40, 0, 0))))];

    private static byte[] Fragment(uint samples) =>
        [.. Box("moof", Box("traf", Tfhd(), Box("trun", U32(0, samples)))), .. Box("mdat", new byte[8])];

    private static byte[] Tfhd() => Box("tfhd", U32(0, 1));

    private static byte[] Stts(params (uint Count, uint Ticks)[] entries) =>
        Box("stts", U32(0, (uint)entries.Length), U32([.. entries.SelectMany(entry => new[] { entry.Count, entry.Ticks })]));

    private static byte[] Ctts(params (uint Count, uint Offset)[] entries) =>
        Box("ctts", U32(0, (uint)entries.Length), U32([.. entries.SelectMany(entry => new[] { entry.Count, entry.Offset })]));

    private static byte[] Stsc(params (uint First, uint Samples)[] runs) =>
        Box("stsc", U32(0, (uint)runs.Length), U32([.. runs.SelectMany(run => new[] { run.First, run.Samples, 1u })]));

    private static byte[] Stsz(uint size, uint count) => Box("stsz", U32(0, size, count));

    private static byte[] Stz2(uint bits, uint count) => Box("stz2", U32(0, bits, count), Enumerable.Repeat((byte)0x11, (int)(count * bits / 8)).ToArray());

    private static byte[] Stco(params uint[] offsets) => Box("stco", U32(0, (uint)offsets.Length), U32(offsets));

    private static byte[] Stbl(params byte[][] tables) => Box("stbl", [.. tables]);

    private static byte[] Movie() => Box("mvhd", U32(0, 0, 0, 1000, 3000), new byte[80]);

    private static byte[] Track(byte[][] more, byte[] table, string handler)
    {
        var header = new byte[84];
        (header[15], header[77], header[81]) = (1, 64, 64);
        return Box("trak", [Box("tkhd", header), .. more, Box("mdia",
            Box("mdhd", U32(0, 0, 0, 1000, 3000, 0)),
            Box("hdlr", U32(0, 0), Encoding.ASCII.GetBytes(handler), new byte[13]),
            Box("minf", table))]);
    }

    private static byte[] Box(string type, params byte[][] parts)
    {
        var body = parts.SelectMany(part => part).ToArray();
        return [.. U32((uint)(8 + body.Length)), .. Encoding.ASCII.GetBytes(type), .. body];
    }

    private static byte[] U32(params uint[] values)
    {
        var bytes = new byte[4 * values.Length];
        foreach (var (index, value) in values.Index()) BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * index), value);
        return bytes;
    }

    private static byte[] Mkv(byte[] clusters, byte[]? inTrack = null, int tracks = 1)
    {
        byte[] entry = Element(0xAE, Element(0xD7, [1]), Element(0x83, [1]), Element(0x86, "V_VP8"u8.ToArray()), inTrack ?? []);
        return
        [
            .. Element(0x1A45DFA3, Element(0x4282, "matroska"u8.ToArray())),
            .. Element(0x18538067,
                Element(0x1549A966, Element(0x4489, [0x45, 0x3B, 0x80, 0])),
                Element(0x1654AE6B, [.. Enumerable.Repeat(entry, tracks).SelectMany(one => one)]),
                clusters),
        ];
    }

    private static byte[] MkvLive(byte[] blocks) =>
    [
        .. Element(0x1A45DFA3, Element(0x4282, "webm"u8.ToArray())),
        0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        .. Element(0x1654AE6B, Element(0xAE, Element(0xD7, [1]), Element(0x83, [1]), Element(0x86, "V_VP8"u8.ToArray()))),
        0x1F, 0x43, 0xB6, 0x75, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        .. Element(0xE7, [0]), .. blocks,
    ];

    private static byte[] Cluster(params byte[][] blocks) => Element(0x1F43B675, [Element(0xE7, [0]), .. blocks]);

    /// <summary>Track 1, time 0, and with lacing so many frames.</summary>
    private static byte[] SimpleBlock(byte lacing, int frames = 256) =>
        Element(0xA3, lacing == 0 ? [0x81, 0, 0, 0x80, 1, 2, 3] : [0x81, 0, 0, lacing, (byte)(frames - 1)]);

    private static byte[] Element(uint id, params byte[][] parts)
    {
        var body = parts.SelectMany(part => part).ToArray();
        var name = U32(id).SkipWhile(one => one == 0);
        return [.. name, .. U32(0x1000_0000 | (uint)body.Length), .. body];
    }

    /// <summary>The tables of one track; as they stand, three samples of 10 bytes.</summary>
    private sealed record Mp4Tables
    {
        public byte[] Times { get; init; } = Stts((3, 1000));

        public byte[] Runs { get; init; } = Stsc((1, 3));

        public byte[] Sizes { get; init; } = Stsz(10, 3);

        public byte[] Offsets { get; init; } = Stco(24);

        /// <summary>Further tables.</summary>
        public byte[][] More { get; init; } = [];

        /// <summary>Further boxes of the track.</summary>
        public byte[][] InTrack { get; init; } = [];

        /// <summary>How often the track is there.</summary>
        public int Copies { get; init; } = 1;

        /// <summary>Whether an honest picture comes first, and these are the tables of its sound.</summary>
        public bool IsSecondOfSound { get; init; }

        public uint? TicksPerPacket { get; init; }

        public byte[] ToFile()
        {
            var table = Stbl([IsSecondOfSound ? Sound() : Picture(), Times, Runs, Sizes, Offsets, .. More]);
            var track = Track(InTrack, table, IsSecondOfSound ? "soun" : "vide");
            byte[][] tracks = [.. IsSecondOfSound ? [Track([], new Mp4Tables().Honest(), "vide")] : Array.Empty<byte[]>(), .. Enumerable.Repeat(track, Copies)];
            return
            [
                .. Box("ftyp", "isom"u8.ToArray(), U32(0)), .. Box("mdat", new byte[Payload]), .. Box("moov", [Movie(), .. tracks]),
            ];
        }

        private byte[] Honest() => Stbl(Picture(), Times, Runs, Sizes, Offsets);

        private static byte[] Picture() =>
            Box("stsd", U32(0, 1), Box("mp4v", new byte[6], [0, 1], new byte[16], [0, 64, 0, 64], new byte[50]));

        private byte[] Sound() => Box("stsd", U32(0, 1), Box("sowt",
            new byte[6], [0, 1], TicksPerPacket is null ? new byte[20] : [0, 1, .. new byte[18]], U32(TicksPerPacket ?? 0, 1, 1, 1)));
    }
}
