using System.Diagnostics;
using OrleansVideo.Media.Probing;

namespace OrleansVideo.Tests.Media.Probing;

/// <summary>No track claims more samples than the file has bytes; and no real file is taken for one that does.</summary>
public sealed class OverstatedFileTests : IDisposable
{
    /// <summary>What an answer may allocate, other tests that run beside it included.</summary>
    private const long FewBytes = 50_000_000;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Mp4 => [.. OverstatedFiles.Mp4.Keys];

    public static TheoryData<string> Matroska => [.. OverstatedFiles.Matroska.Keys];

    public static TheoryData<string> Damaged => [.. OverstatedFiles.Damaged.Keys];

    [Theory, MemberData(nameof(Mp4))]
    public async Task Mp4_ThatClaimsMoreSamplesThanBytes_IsRefusedForThat(string table) =>
        await RefusesAsync(OverstatedFiles.Mp4[table], ProbeFailureCode.Overstated);

    [Theory, MemberData(nameof(Matroska))]
    public async Task Matroska_ThatClaimsMoreFramesThanBytes_IsRefusedForThat(string form) =>
        await RefusesAsync(OverstatedFiles.Matroska[form], ProbeFailureCode.Overstated);

    [Theory, MemberData(nameof(Damaged))]
    public async Task List_ThatClaimsMoreThanItHolds_IsDamage(string list) =>
        await RefusesAsync(OverstatedFiles.Damaged[list], ProbeFailureCode.Damaged);

    [Fact]
    public async Task Ogg_WhosePagesCountMoreFramesThanBytes_IsRefusedForThat()
    {
        await RefusesAsync(OverstatedFiles.Ogg(1, 1_000_000), ProbeFailureCode.Overstated);
        // The middle of a broadcast that has been on for long.
        Assert.True((await ProbeAsync(OverstatedFiles.Ogg(1_000_000, 1_000_100))).IsPlayable);
    }

    [Fact]
    public async Task Samples_AsManyAsBytes_AreTaken_AndOneMoreIsNot()
    {
        var bytes = (uint)OverstatedFiles.Mp4OfSamples(1000).Length;
        Assert.True((await ProbeAsync(OverstatedFiles.Mp4OfSamples(bytes))).IsPlayable);
        await RefusesAsync(OverstatedFiles.Mp4OfSamples(bytes + 1), ProbeFailureCode.Overstated);
    }

    /// <summary>Of compressed sound a byte stands for many ticks.</summary>
    [Fact]
    public async Task TicksOfSound_AreCountedByTheirPackets()
    {
        Assert.True((await ProbeAsync(OverstatedFiles.SoundOfTicks(10_000, perPacket: 64))).IsPlayable);
        await RefusesAsync(OverstatedFiles.SoundOfTicks(10_000, perPacket: 1), ProbeFailureCode.Overstated);
    }

    [Fact]
    public async Task FilesThatTheOthersAreMadeFrom_AreTaken()
    {
        Assert.True((await ProbeAsync(OverstatedFiles.HonestMp4())).IsPlayable);
        Assert.True((await ProbeAsync(OverstatedFiles.HonestMkv())).IsPlayable);
    }

    [Fact]
    public async Task Tracks_MoreThanAnyFilmHas_AreTooManyForADemuxerToo()
    {
        Assert.True((await ProbeAsync(OverstatedFiles.Mp4OfTracks(200))).IsPlayable);
        await RefusesAsync(OverstatedFiles.Mp4OfTracks(300), ProbeFailureCode.TooComplex);
        Assert.True((await ProbeAsync(OverstatedFiles.MkvOfTracks(200))).IsPlayable);
        await RefusesAsync(OverstatedFiles.MkvOfTracks(300), ProbeFailureCode.TooComplex);
        Assert.True((await ProbeAsync(OverstatedFiles.Ogg(1, 100, streams: 31))).IsPlayable);
        await RefusesAsync(OverstatedFiles.Ogg(1, 100, streams: 32), ProbeFailureCode.TooComplex);
    }

    /// <summary>Sound whose tables count its ticks: bytes of plain sound, and many to a byte of compressed one.</summary>
    [Theory, Trait("Needs", "ffmpeg")]
    [InlineData("pcm_u8", "mov", "-ar 8000")]
    [InlineData("pcm_s8", "mov", "-ar 48000")]
    [InlineData("pcm_s16le", "mov", "-ar 48000")]
    [InlineData("pcm_s24be", "mov", "-ar 48000")]
    [InlineData("pcm_mulaw", "mov", "-ar 8000")]
    [InlineData("adpcm_ima_qt", "mov", "-ar 44100")]
    [InlineData("pcm_u8", "matroska", "-ar 8000")]
    [InlineData("libmp3lame", "mov", "-ar 44100 -b:a 32k")]
    [InlineData("aac", "mp4", "-b:a 8k")]
    [InlineData("libopus", "webm", "-b:a 6k")]
    public async Task RealSound_BesideHardlyAnyPicture_IsTaken(string codec, string container, string options)
    {
        var path = _folder.Combine("sound");
        var picture = container == "webm" ? "-c:v libvpx -b:v 1k" : "-c:v libx264 -preset ultrafast -crf 51";
        await SampleVideos.FFmpegAsync(
            $"-f lavfi -i color=black:duration=60:size=32x32:rate=1 -f lavfi -i sine=frequency=440:duration=60 {picture} -c:a {codec} -ac 1 {options} -f {container} {path}");
        var result = await ContainerProbe.ReadAsync(path);
        Assert.True(result.IsPlayable, result.Failure?.InEnglish());
        Assert.NotNull(result.Facts.AudioCodec);
    }

    [Theory, Trait("Needs", "ffmpeg")]
    [InlineData("-movflags +frag_every_frame+empty_moov", "mp4")]
    [InlineData("-movflags +frag_keyframe+empty_moov+default_base_moof+omit_tfhd_offset", "mp4")]
    [InlineData("-movflags +faststart -bf 2 -video_track_timescale 90000", "mp4")]
    [InlineData("-movflags +negative_cts_offsets -bf 2", "mp4")]
    [InlineData("-cluster_time_limit 100", "matroska")]
    [InlineData("-f matroska -live 1", "matroska")]
    public async Task RealFilm_OfTinyPictures_IsTaken(string options, string container)
    {
        var path = _folder.Combine("film");
        await SampleVideos.FFmpegAsync(
            $"-f lavfi -i color=black:duration=20:size=16x16:rate=60 -c:v libx264 -preset ultrafast -crf 51 {options} -f {container} {path}");
        var result = await ContainerProbe.ReadAsync(path);
        Assert.True(result.IsPlayable, result.Failure?.InEnglish());
    }

    private async Task RefusesAsync(byte[] bytes, ProbeFailureCode code)
    {
        var clock = Stopwatch.StartNew();
        var before = GC.GetTotalAllocatedBytes();
        var result = await ProbeAsync(bytes);
        Assert.Equal(code, result.Failure?.Code);
        Assert.EndsWith(".", result.Failure!.InEnglish(), StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, FewBytes);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Soon);
    }

    private async Task<ProbeResult> ProbeAsync(byte[] bytes)
    {
        var path = _folder.Combine("file");
        await File.WriteAllBytesAsync(path, bytes);
        return await ContainerProbe.ReadAsync(path);
    }

    public void Dispose() => _folder.Dispose();
}
