using System.Diagnostics;
using OrleansVideo.Media;
using OrleansVideo.Media.Posters;
using OrleansVideo.Media.Probing;
using OrleansVideo.Media.Store;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Media.Posters;

[Trait("Needs", "ffmpeg")]
public sealed class PosterMakerTests : IDisposable
{
    private static readonly MediaFacts Facts = new(MediaType.Mp4, SampleVideos.Duration, SampleVideos.Width, SampleVideos.Height, "h264", "aac");

    private readonly TemporaryFolder _folder = new();
    private readonly MediaStore _store;
    private readonly PosterMaker _maker = new(TimeProvider.System);
    private readonly Guid _id = Guid.CreateVersion7();

    public PosterMakerTests() => _store = new MediaStore(_folder.Combine("media"));

    [Fact]
    public async Task Make_FromEveryType_PublishesAJpeg()
    {
        Assert.True(_maker.IsAvailable);
        foreach (var sample in (Task<string>[])
            [SampleVideos.Mp4FastStartAsync(), SampleVideos.Mp4FragmentedAsync(), SampleVideos.MovAsync(), SampleVideos.WebMAsync(),
             SampleVideos.MkvAsync(), SampleVideos.OggAsync()])
        {
            var path = await sample;
            var facts = (await ContainerProbe.ReadAsync(path)).Facts!;
            Assert.Equal(new PosterResult(PosterOutcome.Made, null), await _maker.MakeAsync(_store, _id, path, facts));
            var image = await File.ReadAllBytesAsync(_store.PosterPathOf(_id));
            Assert.Equal([0xFF, 0xD8, 0xFF], image[..3]);
            Assert.Equal((SampleVideos.Width, SampleVideos.Height), SizeOf(image));
            AssertNoPartsLeft();
        }
    }

    [Fact]
    public async Task Make_OfAWideVideo_IsAtMost640Wide()
    {
        var wide = _folder.Combine("wide.mp4");
        await SampleVideos.FFmpegAsync($"-f lavfi -i testsrc2=duration=1:size=1280x720:rate=5 -c:v libx264 -preset ultrafast {wide}");
        Assert.Equal(PosterOutcome.Made, (await _maker.MakeAsync(_store, _id, wide, Facts)).Outcome);
        Assert.Equal((640, 360), SizeOf(await File.ReadAllBytesAsync(_store.PosterPathOf(_id))));
    }

    [Fact]
    public async Task Make_WhenTheDurationIsALie_TakesTheStart()
    {
        var facts = Facts with { Duration = TimeSpan.FromHours(3) };
        Assert.Equal(PosterOutcome.Made, (await _maker.MakeAsync(_store, _id, await SampleVideos.Mp4FastStartAsync(), facts)).Outcome);
    }

    [Fact]
    public async Task Make_FromNoVideo_FailsWithItsWords_AndLeavesNothing()
    {
        var path = _folder.Combine("noise");
        await File.WriteAllBytesAsync(path, new byte[10_000]);
        var result = await _maker.MakeAsync(_store, _id, path, Facts);
        Assert.Equal(PosterOutcome.Failed, result.Outcome);
        Assert.NotEmpty(result.Detail!);
        Assert.False(_store.PosterExists(_id));
        AssertNoPartsLeft();
    }

    [Fact]
    public async Task Make_FromAScriptThatNamesAnotherFile_DoesNotFollowIt()
    {
        var secret = await SampleVideos.Mp4FastStartAsync();
        foreach (var script in (string[])[$"ffconcat version 1.0\nfile '{secret}'\n", $"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{secret}\n#EXT-X-ENDLIST\n"])
        {
            foreach (var type in MediaType.All)
            {
                var path = _folder.Combine("script");
                await File.WriteAllTextAsync(path, script);
                Assert.Equal(PosterOutcome.Failed, (await _maker.MakeAsync(_store, _id, path, Facts with { MediaType = type })).Outcome);
            }
        }
    }

    [Fact]
    public async Task Make_WithoutFFmpeg_SaysSo()
    {
        var maker = new PosterMaker(TimeProvider.System, _folder.Path);
        Assert.False(maker.IsAvailable);
        Assert.Equal(PosterOutcome.NotAvailable, (await maker.MakeAsync(_store, _id, "/nowhere", Facts)).Outcome);
    }

    [Fact]
    public async Task Make_WhenFFmpegHangs_EndsItInTime()
    {
        var maker = new PosterMaker(TimeProvider.System, HangingFFmpeg(), new() { Timeout = TimeSpan.FromSeconds(1) });
        var result = await maker.MakeAsync(_store, _id, await SampleVideos.Mp4FastStartAsync(), Facts);
        Assert.Equal(PosterOutcome.TimedOut, result.Outcome);
        await AssertEndedAsync();
        AssertNoPartsLeft();
    }

    [Fact]
    public async Task Make_WhenCancelled_EndsFFmpegAndThrows()
    {
        var maker = new PosterMaker(TimeProvider.System, HangingFFmpeg());
        using var cancel = new CancellationTokenSource();
        var making = maker.MakeAsync(_store, _id, await SampleVideos.Mp4FastStartAsync(), Facts, cancel.Token);
        await Eventually.True("ffmpeg has started", TimeSpan.FromSeconds(20), () => File.Exists(_folder.Combine("pid")) && new FileInfo(_folder.Combine("pid")).Length > 0);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => making);
        await AssertEndedAsync();
    }

    [Fact]
    public async Task Make_OfAFileThatIsNotThere_Fails() =>
        Assert.Equal(PosterOutcome.Failed, (await _maker.MakeAsync(_store, _id, _folder.Combine("nothing"), Facts)).Outcome);

    [Theory]
    [InlineData("libx264", "mp4")]
    [InlineData("libx265", "mp4")]
    [InlineData("mpeg4", "mp4")]
    [InlineData("prores", "mov")]
    [InlineData("mjpeg", "mov")]
    [InlineData("libvpx", "webm")]
    [InlineData("libvpx-vp9", "webm")]
    [InlineData("libsvtav1", "webm")]
    [InlineData("mpeg2video", "matroska")]
    [InlineData("libtheora", "ogg")]
    public async Task Make_OfEachCodecThatPeopleSend_MakesOne(string codec, string container)
    {
        var path = _folder.Combine("film");
        await SampleVideos.FFmpegAsync($"-f lavfi -i testsrc2=duration=1:size=320x180:rate=5 -c:v {codec} -f {container} {path}");
        var facts = (await ContainerProbe.ReadAsync(path)).Facts!;
        Assert.Equal(PosterResult.Made, await _maker.MakeAsync(_store, _id, path, facts));
    }

    /// <summary>A decoder that nobody's camera or browser needs is one more that a stranger's file may reach.</summary>
    [Fact]
    public async Task Make_OfAnotherCodec_Fails()
    {
        var path = _folder.Combine("film");
        await SampleVideos.FFmpegAsync($"-f lavfi -i testsrc2=duration=1:size=320x180:rate=5 -c:v ffv1 -f matroska {path}");
        var facts = (await ContainerProbe.ReadAsync(path)).Facts!;
        Assert.Equal(PosterOutcome.Failed, (await _maker.MakeAsync(_store, _id, path, facts)).Outcome);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(3.0, 0.3)]
    [InlineData(7200.0, 5)]
    public void Moment_IsATenthInButNoLaterThanFiveSeconds(double? duration, double moment) =>
        Assert.Equal(TimeSpan.FromSeconds(moment), PosterMoment.Of(duration is { } seconds ? TimeSpan.FromSeconds(seconds) : null));

    private string HangingFFmpeg() => FakeFFmpeg.In(_folder, $"echo $$ > '{_folder.Combine("pid")}'\nexec sleep 600");

    private async Task AssertEndedAsync()
    {
        var pid = int.Parse(await File.ReadAllTextAsync(_folder.Combine("pid")), System.Globalization.CultureInfo.InvariantCulture);
        await Eventually.True("ffmpeg has ended", TimeSpan.FromSeconds(20), () => !Process.GetProcesses().Any(process => process.Id == pid));
    }

    private void AssertNoPartsLeft() => Assert.Empty(Directory.EnumerateFiles(Path.Combine(_store.Root, "parts"), "*", SearchOption.AllDirectories));

    // The start-of-frame segment of a baseline JPEG: height, then width.
    private static (int Width, int Height) SizeOf(byte[] jpeg)
    {
        var at = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        return ((jpeg[at + 7] << 8) | jpeg[at + 8], (jpeg[at + 5] << 8) | jpeg[at + 6]);
    }

    public void Dispose() => _folder.Dispose();
}
