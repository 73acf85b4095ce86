using System.Buffers.Binary;
using System.Diagnostics;
using CsCheck;
using OrleansVideo.Media.Probing;

namespace OrleansVideo.Tests.Media.Probing;

/// <summary>Whatever the bytes: an answer, soon, in bounded memory, and never an exception.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class HostileFileTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private static readonly byte[] Edges = [0, 1, 0x7F, 0x80, 0xFF];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task MutatedFiles_AlwaysGetAnAnswer()
    {
        foreach (var sample in await Task.WhenAll(
            SampleVideos.Mp4FastStartAsync(), SampleVideos.Mp4FragmentedAsync(), SampleVideos.Mp4SegmentIndexAsync(), SampleVideos.MovAsync(),
            SampleVideos.WebMAsync(), SampleVideos.WebMLiveAsync(), SampleVideos.MkvAsync(), SampleVideos.OggAsync()))
        {
            var original = await File.ReadAllBytesAsync(sample);
            // Most of the structure lies near the ends: half of the changes fall into the first 4 KiB.
            var position = Gen.OneOf(Gen.Int[0, Math.Min(4095, original.Length - 1)], Gen.Int[0, original.Length - 1]);
            var edge = Gen.Int[0, Edges.Length - 1].Select(index => Edges[index]);
            var mutation = Gen.Select(position, Gen.OneOf(edge, Gen.Byte));
            await Gen.Select(mutation.Array[1, 20], Gen.Int[1, original.Length]).SampleAsync(
                async (changes, length) =>
                {
                    var bytes = original.AsSpan(0, length % 3 == 0 ? length : original.Length).ToArray();
                    foreach (var (at, one) in changes.Where(change => change.Item1 < bytes.Length))
                        bytes[at] = one;
                    await AnswersAsync(bytes);
                },
                iter: 300, threads: 1);
        }
    }

    [Fact]
    public async Task RandomBytesBehindASignature_AlwaysGetAnAnswer()
    {
        byte[][] signatures =
        [
            [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 0, 0], [0, 0, 0, 8, .. "wide"u8], [.. "OggS"u8, 0, 2],
            [0x1A, 0x45, 0xDF, 0xA3, 0x87, 0x42, 0x82, 0x84, .. "webm"u8, 0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        ];
        await Gen.Select(Gen.Int[0, signatures.Length - 1], Gen.Byte.Array[0, 2000]).SampleAsync(
            async (signature, bytes) => await AnswersAsync([.. signatures[signature], .. bytes]), iter: 500, threads: 1);
    }

    [Fact]
    public async Task MillionsOfTinyBoxes_AreGivenUp()
    {
        // 64 MiB of eight-byte boxes, at the top level and inside an index.
        var boxes = new byte[64 << 20];
        for (var at = 0; at < boxes.Length; at += 8)
        {
            boxes[at + 3] = 8;
            "free"u8.CopyTo(boxes.AsSpan(at + 4));
        }
        "ftypisom"u8.CopyTo(boxes.AsSpan(4));
        boxes[3] = 16;
        await AnswersAsync(boxes);
        "moov"u8.CopyTo(boxes.AsSpan(20));
        BinaryPrimitives.WriteUInt32BigEndian(boxes.AsSpan(16), (uint)boxes.Length - 16);
        await AnswersAsync(boxes);
    }

    [Fact]
    public async Task BoxesNestedWithoutEnd_DoNotExhaustTheStack()
    {
        var bytes = new byte[1 << 20];
        "ftypisom"u8.CopyTo(bytes.AsSpan(4));
        bytes[3] = 16;
        for (var at = 16; at + 8 <= bytes.Length; at += 8)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), (uint)(bytes.Length - at));
            (at == 16 ? "moov"u8 : at % 16 == 0 ? "trak"u8 : "mdia"u8).CopyTo(bytes.AsSpan(at + 4));
        }
        Assert.Equal(ProbeFailureCode.NoTrack, (await AnswersAsync(bytes)).Failure?.Code);
    }

    [Fact]
    public async Task TenGigabytes_AreReadInAMoment()
    {
        // A sparse file: the sample, with ten gigabytes of nothing inside one more box behind it.
        const long Large = 10L << 30;
        var path = SampleVideos.CopyTo(_folder, await SampleVideos.Mp4TailIndexAsync());
        await using (var file = File.OpenWrite(path))
        {
            var header = new byte[16];
            header[3] = 1;
            "free"u8.CopyTo(header.AsSpan(4));
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), Large);
            file.Seek(0, SeekOrigin.End);
            var end = file.Position + Large;
            await file.WriteAsync(header);
            file.SetLength(end);
        }
        var clock = Stopwatch.StartNew();
        Assert.True((await ContainerProbe.ReadAsync(path)).IsPlayable);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2));
        await using (var file = File.OpenWrite(path))
            file.SetLength(file.Length - 1);
        Assert.Equal(ProbeFailureCode.Truncated, (await ContainerProbe.ReadAsync(path)).Failure?.Code);
    }

    [Fact]
    public async Task ATableThatClaimsFourBillionEntries_IsDamage_AndTakesNoMemory()
    {
        var bytes = await File.ReadAllBytesAsync(await SampleVideos.Mp4FastStartAsync());
        foreach (var table in (string[])["stco", "stsc"])
        {
            var hostile = (byte[])bytes.Clone();
            var at = hostile.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(table));
            hostile.AsSpan(at + 8, 4).Fill(0xFF);
            var before = GC.GetTotalAllocatedBytes();
            Assert.Equal(ProbeFailureCode.Damaged, (await AnswersAsync(hostile)).Failure?.Code);
            Assert.True(GC.GetTotalAllocatedBytes() - before < 50_000_000);
        }
    }

    private async Task<ProbeResult> AnswersAsync(byte[] bytes)
    {
        var path = _folder.Combine("hostile");
        await File.WriteAllBytesAsync(path, bytes);
        using var deadline = new CancellationTokenSource(Soon);
        var result = await ContainerProbe.ReadAsync(path, deadline.Token);
        Assert.True(result.IsPlayable || result.Failure.InEnglish().Length > 0);
        return result;
    }

    public void Dispose() => _folder.Dispose();
}
