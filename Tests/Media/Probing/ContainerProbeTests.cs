using OrleansVideo.Media;
using OrleansVideo.Media.Probing;

namespace OrleansVideo.Tests.Media.Probing;

[Trait("Needs", "ffmpeg")]
public sealed class ContainerProbeTests
{
    [Fact]
    public async Task Probe_OfMp4_TellsWhatWasEncoded()
    {
        Matches(await ReadAsync(SampleVideos.Mp4FastStartAsync()), MediaType.Mp4, "h264", "aac");
        Matches(await ReadAsync(SampleVideos.Mp4TailIndexAsync()), MediaType.Mp4, "h264", "aac");
        Matches(await ReadAsync(SampleVideos.Mp4SilentHevcAsync()), MediaType.Mp4, "hevc", null);
    }

    [Fact]
    public async Task Probe_OfFragmentedMp4_SumsItsFragments()
    {
        Matches(await ReadAsync(SampleVideos.Mp4FragmentedAsync()), MediaType.Mp4, "h264", "aac");
        Matches(await ReadAsync(SampleVideos.Mp4SegmentIndexAsync()), MediaType.Mp4, "h264", "aac");
    }

    [Fact]
    public async Task Probe_OfMov_TellsWhatWasEncoded() =>
        Matches(await ReadAsync(SampleVideos.MovAsync()), MediaType.Mov, "h264", "aac");

    [Fact]
    public async Task Probe_OfWebMAndMkv_TellsWhatWasEncoded()
    {
        Matches(await ReadAsync(SampleVideos.WebMAsync()), MediaType.WebM, "vp9", "opus");
        Matches(await ReadAsync(SampleVideos.MkvAsync()), MediaType.Mkv, "h264", "flac");
    }

    [Fact]
    public async Task Probe_OfALiveRecording_FindsItsDurationFromTheFrames() =>
        Matches(await ReadAsync(SampleVideos.WebMLiveAsync()), MediaType.WebM, "vp8", "vorbis");

    [Fact]
    public async Task Probe_OfClustersOfUnknownSize_FindsWhereTheyEnd()
    {
        using var folder = new TemporaryFolder();
        var path = SampleVideos.CopyTo(folder, await SampleVideos.WebMLiveAsync());
        var bytes = await File.ReadAllBytesAsync(path);
        var clusters = 0;
        for (var at = 0; bytes.AsSpan(at).IndexOf((ReadOnlySpan<byte>)[0x1F, 0x43, 0xB6, 0x75]) is >= 0 and var found; clusters++)
        {
            // The size keeps its length, with all its bits set.
            at += found + 4;
            var length = System.Numerics.BitOperations.LeadingZeroCount((uint)bytes[at]) - 23;
            bytes.AsSpan(at, length).Fill(0xFF);
            bytes[at] = (byte)(0xFF >> (length - 1));
        }
        Assert.True(clusters > 0);
        await File.WriteAllBytesAsync(path, bytes);
        Matches(await ContainerProbe.ReadAsync(path), MediaType.WebM, "vp8", "vorbis");
        await File.WriteAllBytesAsync(path, bytes[..^1]);
        Fails(await ContainerProbe.ReadAsync(path), ProbeFailureCode.Truncated, "ends in the middle");
    }

    [Fact]
    public async Task Probe_OfALargeVideo_IsPlayable()
    {
        var path = await SampleVideos.LargeMp4Async(5_000_000);
        Assert.True(new FileInfo(path).Length >= 5_000_000);
        Assert.True((await ContainerProbe.ReadAsync(path)).IsPlayable);
    }

    [Fact]
    public async Task Probe_OfOgg_TellsWhatWasEncoded() =>
        Matches(await ReadAsync(SampleVideos.OggAsync()), MediaType.Ogg, "theora", "vorbis");

    [Fact]
    public async Task Probe_OfARotatedVideo_TellsTheSizeAsShown()
    {
        var facts = await ReadAsync(SampleVideos.Mp4RotatedAsync());
        Assert.Equal((SampleVideos.Height, SampleVideos.Width), (facts.Facts?.Width, facts.Facts?.Height));
    }

    [Fact]
    public async Task Probe_OfSoundAlone_SaysThereIsNoVideo()
    {
        Fails(await ReadAsync(SampleVideos.Mp4SoundOnlyAsync()), ProbeFailureCode.SoundOnly, "sound but no video");
        Fails(await ReadAsync(SampleVideos.OggSoundOnlyAsync()), ProbeFailureCode.SoundOnly, "sound but no video");
    }

    [Fact]
    public async Task Probe_OfAnEmptyFile_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Combine("empty");
        await File.WriteAllBytesAsync(path, []);
        Fails(await ContainerProbe.ReadAsync(path), ProbeFailureCode.Empty, "empty");
    }

    [Fact]
    public async Task Probe_OfSomethingElse_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Combine("page.mp4");
        await File.WriteAllTextAsync(path, "<!doctype html><script>alert(1)</script>");
        Fails(await ContainerProbe.ReadAsync(path), ProbeFailureCode.UnknownType, "not an MP4");
    }

    [Fact]
    public async Task Probe_OfAMissingFile_Throws() =>
        await Assert.ThrowsAsync<FileNotFoundException>(() => ContainerProbe.ReadAsync(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString())));

    [Fact]
    public async Task Probe_WhenCancelled_Stops()
    {
        var path = await SampleVideos.Mp4FastStartAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ContainerProbe.ReadAsync(path, new CancellationToken(canceled: true)));
    }

    private static async Task<ProbeResult> ReadAsync(Task<string> sample) => await ContainerProbe.ReadAsync(await sample);

    private static void Matches(ProbeResult result, MediaType type, string video, string? audio)
    {
        Assert.True(result.IsPlayable, result.Failure?.InEnglish());
        var facts = result.Facts;
        Assert.Equal((type, video, audio), (facts.MediaType, facts.VideoCodec, facts.AudioCodec));
        Assert.Equal((SampleVideos.Width, SampleVideos.Height), (facts.Width, facts.Height));
        Assert.NotNull(facts.Duration);
        Assert.InRange(facts.Duration.Value, SampleVideos.Duration - TimeSpan.FromSeconds(0.1), SampleVideos.Duration + TimeSpan.FromSeconds(0.1));
    }

    private static void Fails(ProbeResult result, ProbeFailureCode code, string words)
    {
        Assert.False(result.IsPlayable);
        Assert.Equal(code, result.Failure.Code);
        Assert.Contains(words, result.Failure.InEnglish(), StringComparison.Ordinal);
    }
}
