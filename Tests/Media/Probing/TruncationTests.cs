using System.Buffers.Binary;
using OrleansVideo.Media.Probing;

namespace OrleansVideo.Tests.Media.Probing;

/// <summary>No part of a file passes for the whole.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class TruncationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task FastStartMp4_CutAnywhere_Fails() => await EveryCutFailsAsync(await SampleVideos.Mp4FastStartAsync(), Boxes);

    [Fact]
    public async Task TailIndexMp4_CutAnywhere_Fails() => await EveryCutFailsAsync(await SampleVideos.Mp4TailIndexAsync(), Boxes);

    [Fact]
    public async Task Mov_CutAnywhere_Fails() => await EveryCutFailsAsync(await SampleVideos.MovAsync(), Boxes);

    [Fact]
    public async Task WebM_CutAnywhere_Fails() => await EveryCutFailsAsync(await SampleVideos.WebMAsync(), _ => []);

    [Fact]
    public async Task Mkv_CutAnywhere_Fails() => await EveryCutFailsAsync(await SampleVideos.MkvAsync(), _ => []);

    [Fact]
    public async Task Ogg_CutAnywhere_EvenBetweenPages_Fails() => await EveryCutFailsAsync(await SampleVideos.OggAsync(), Pages);

    [Fact]
    public async Task Mp4WithASegmentIndex_CutAnywhereInItsMedia_Fails() =>
        await EveryCutFailsAsync(await SampleVideos.Mp4SegmentIndexAsync(), Boxes, bytes => Boxes(bytes).Last(at => IsBox(bytes, at, "mfra")));

    [Fact]
    public async Task FragmentedMp4_CutInsideAFragment_Fails_AndBetweenFragmentsIsAShorterRecording()
    {
        var bytes = await File.ReadAllBytesAsync(await SampleVideos.Mp4FragmentedAsync());
        var fragments = Boxes(bytes).Where(at => IsBox(bytes, at, "moof")).ToArray();
        Assert.True(fragments.Length >= 3);
        foreach (var start in fragments)
        {
            var data = start + (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(start));
            foreach (var cut in (int[])[start + 1, start + 8, data - 1, data, data + 1, data + 8, data + 100])
                Assert.NotNull((await ProbeAsync(bytes, cut)).Failure);
        }
        Assert.Equal(ProbeFailureCode.NoFrames, (await ProbeAsync(bytes, fragments[0])).Failure?.Code);
        var shorter = (await ProbeAsync(bytes, fragments[2])).Facts;
        Assert.InRange(shorter!.Duration!.Value.TotalSeconds, 1.9, 2.1);
    }

    [Fact]
    public async Task LiveWebM_CutInsideAnElement_Fails()
    {
        var bytes = await File.ReadAllBytesAsync(await SampleVideos.WebMLiveAsync());
        Assert.NotNull((await ProbeAsync(bytes, bytes.Length - 1)).Failure);
        var failures = 0;
        for (var cut = 1; cut < bytes.Length; cut += 997)
            failures += (await ProbeAsync(bytes, cut)).IsPlayable ? 0 : 1;
        // Only a cut that happens to fall between two elements looks like a recording that was ended there.
        Assert.InRange(failures, (bytes.Length / 997) - 1, bytes.Length / 997 + 1);
    }

    [Fact]
    public async Task HalfAFastStartMp4_IsToldInBytes()
    {
        var bytes = await File.ReadAllBytesAsync(await SampleVideos.Mp4FastStartAsync());
        var failure = (await ProbeAsync(bytes, bytes.Length / 2)).Failure;
        Assert.Equal(ProbeFailureCode.Truncated, failure?.Code);
        Assert.Equal(FormattableString.Invariant(
            $"The file ends before its video data does: {bytes.Length / 2:N0} of {bytes.Length:N0} bytes are there."), failure?.InEnglish());
    }

    [Fact]
    public async Task SampleTable_PointingBehindTheEnd_IsFoundThoughEveryBoxIsWhole()
    {
        var bytes = await File.ReadAllBytesAsync(await SampleVideos.Mp4FastStartAsync());
        var data = Boxes(bytes).Single(at => IsBox(bytes, at, "mdat"));
        // The media box now claims to be half as long, and the file ends with it.
        var half = (bytes.Length - data) / 2;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(data), (uint)half);
        var result = await ProbeAsync(bytes, data + half);
        Assert.Equal(ProbeFailureCode.Truncated, result.Failure?.Code);
        Assert.Contains(FormattableString.Invariant($"of {bytes.Length:N0} bytes"), result.Failure?.InEnglish(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TailIndexMp4_WithoutItsIndex_IsToldSo()
    {
        var bytes = await File.ReadAllBytesAsync(await SampleVideos.Mp4TailIndexAsync());
        var index = Boxes(bytes).Single(at => IsBox(bytes, at, "moov"));
        Assert.Equal(ProbeFailureCode.NoIndex, (await ProbeAsync(bytes, index)).Failure?.Code);
    }

    [Fact]
    public async Task CompleteMp4_WithStrayBytesBehind_IsStillPlayable()
    {
        var bytes = await File.ReadAllBytesAsync(await SampleVideos.Mp4FastStartAsync());
        foreach (var stray in (int[])[1, 7, 8, 100])
            Assert.True((await ProbeAsync([.. bytes, .. new byte[stray]], bytes.Length + stray)).IsPlayable);
    }

    private async Task EveryCutFailsAsync(string sample, Func<byte[], IEnumerable<int>> boundaries, Func<byte[], int>? end = null)
    {
        var bytes = await File.ReadAllBytesAsync(sample);
        Assert.True((await ProbeAsync(bytes, bytes.Length)).IsPlayable);
        var limit = end?.Invoke(bytes) ?? bytes.Length;
        var cuts = boundaries(bytes).SelectMany(at => (int[])[at - 1, at, at + 1])
            .Concat(Enumerable.Range(1, 99).Select(percent => (int)(bytes.Length * (percent / 100.0))))
            .Append(bytes.Length - 1);
        foreach (var cut in cuts.Where(cut => cut > 0 && cut < limit).Distinct())
        {
            var result = await ProbeAsync(bytes, cut);
            Assert.False(result.IsPlayable, $"cut at {cut} of {bytes.Length}");
            Assert.NotEmpty(result.Failure.InEnglish());
        }
    }

    private async Task<ProbeResult> ProbeAsync(byte[] bytes, int length)
    {
        var path = _folder.Combine("cut");
        await File.WriteAllBytesAsync(path, bytes.AsMemory(0, length));
        return await ContainerProbe.ReadAsync(path);
    }

    private static List<int> Boxes(byte[] bytes)
    {
        List<int> starts = [];
        for (var at = 0; at < bytes.Length; at += (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)))
            starts.Add(at);
        return starts;
    }

    private static List<int> Pages(byte[] bytes)
    {
        List<int> starts = [];
        for (var at = 0; at < bytes.Length; at += 27 + bytes[at + 26] + bytes.AsSpan(at + 27, bytes[at + 26]).ToArray().Sum(one => one))
            starts.Add(at);
        return starts;
    }

    private static bool IsBox(byte[] bytes, int at, string type) =>
        System.Text.Encoding.ASCII.GetString(bytes, at + 4, 4) == type;

    public void Dispose() => _folder.Dispose();
}
