using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace OrleansVideo.Tests.Media;

/// <summary>
/// Real videos, made by ffmpeg once per run and shared by all tests, which copy before they change one. Unless said otherwise: three
/// seconds of a moving test picture, 320 × 180 at 25 frames a second, with a tone.
/// </summary>
public static class SampleVideos
{
    public const int Width = 320;
    public const int Height = 180;

    private const string Picture = "testsrc2=duration=3:size=320x180:rate=25";
    private const string Tone = "sine=frequency=440:duration=3";
    private const string H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 25 -c:a aac -b:a 64k";

    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Made = new(StringComparer.Ordinal);
    private static readonly Lazy<string> Folder = new(MakeFolder);

    public static TimeSpan Duration { get; } = TimeSpan.FromSeconds(3);

    /// <summary>H.264 and AAC, the index in front.</summary>
    public static Task<string> Mp4FastStartAsync() => MakeAsync("fast.mp4", $"{H264} -movflags +faststart");

    /// <summary>H.264 and AAC, the index at the end.</summary>
    public static Task<string> Mp4TailIndexAsync() => MakeAsync("tail.mp4", H264);

    /// <summary>H.264 and AAC in fragments of a second, without any duration in the header.</summary>
    public static Task<string> Mp4FragmentedAsync() =>
        MakeAsync("fragmented.mp4", $"{H264} -movflags +frag_keyframe+empty_moov+default_base_moof");

    /// <summary>The same with a segment index that covers all fragments.</summary>
    public static Task<string> Mp4SegmentIndexAsync() =>
        MakeAsync("sidx.mp4", $"{H264} -movflags +frag_keyframe+empty_moov+default_base_moof+global_sidx");

    /// <summary>No picture at all.</summary>
    public static Task<string> Mp4SoundOnlyAsync() => MakeAsync("sound.mp4", "-map 1:a -c:a aac");

    /// <summary>No sound, HEVC.</summary>
    public static Task<string> Mp4SilentHevcAsync() =>
        MakeAsync("silent.mp4", "-map 0:v -c:v libx265 -preset ultrafast -x265-params log-level=none -tag:v hvc1");

    /// <summary>Held upright by a phone: stored 320 × 180, shown 180 × 320.</summary>
    public static async Task<string> Mp4RotatedAsync()
    {
        var upright = await Mp4TailIndexAsync();
        return await OnceAsync("rotated.mp4", path => FFmpegAsync($"-i {upright} -c copy -metadata:s:v:0 rotate=90 {path}"));
    }

    public static Task<string> MovAsync() => MakeAsync("video.mov", H264);

    public static Task<string> WebMAsync() => MakeAsync("video.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus -b:a 48k");

    /// <summary>As a browser records it: sizes unknown, no duration.</summary>
    public static Task<string> WebMLiveAsync() =>
        MakeAsync("live.webm", "-c:v libvpx -deadline realtime -cpu-used 8 -c:a libvorbis -f webm -live 1");

    public static Task<string> MkvAsync() => MakeAsync("video.mkv", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a flac");

    public static Task<string> OggAsync() => MakeAsync("video.ogv", "-c:v libtheora -q:v 5 -c:a libvorbis");

    public static Task<string> OggSoundOnlyAsync() => MakeAsync("sound.ogg", "-map 1:a -c:a libvorbis");

    /// <summary>A playable MP4, index in front, of at least so many bytes: incompressible pictures, as long as it takes.</summary>
    public static Task<string> LargeMp4Async(long bytes) => OnceAsync(
        string.Create(CultureInfo.InvariantCulture, $"large-{bytes}.mp4"),
        path =>
        {
            // At 25 frames a second and a fixed quantizer, noise of this size gives over 100 kB a frame.
            var frames = Math.Max(25, (bytes / 100_000) + 1);
            return FFmpegAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"-f lavfi -i nullsrc=size=320x240:rate=25,geq=random(1)*255:128:128 -frames:v {frames} -c:v libx264 -preset ultrafast -qp 0 -pix_fmt yuv420p -movflags +faststart {path}"));
        });

    /// <summary>A small film of so many seconds: ten tiny pictures a second, with a tone.</summary>
    public static Task<string> LongMp4Async(int seconds) => OnceAsync(
        string.Create(CultureInfo.InvariantCulture, $"long-{seconds}.mp4"),
        path => FFmpegAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"-f lavfi -i testsrc2=duration={seconds}:size=320x180:rate=10 -f lavfi -i sine=frequency=440:duration={seconds} -c:v libx264 -preset ultrafast -crf 38 -pix_fmt yuv420p -g 20 -c:a aac -b:a 24k -movflags +faststart {path}")));

    /// <summary>A film of so many seconds in which two colours (RRGGBB) flow into each other: one picture a second, with a tone.</summary>
    public static Task<string> GradientMp4Async(int seconds, string from, string to) => OnceAsync(
        string.Create(CultureInfo.InvariantCulture, $"gradient-{seconds}-{from}-{to}.mp4"),
        path => FFmpegAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"-f lavfi -i gradients=duration={seconds}:size=640x360:rate=1:c0=0x{from}:c1=0x{to}:x0=80:y0=40:x1=560:y1=320:nb_colors=2:speed=0.02 -f lavfi -i sine=frequency=220:duration={seconds} -c:v libx264 -preset ultrafast -crf 30 -pix_fmt yuv420p -g 4 -c:a aac -b:a 24k -movflags +faststart {path}")));

    /// <summary>
    /// Two minutes and some 40 MB, the index in front: noise over a picture that is as bright as the film is old, black at its start and
    /// white at its end, with a tone.
    /// </summary>
    public static Task<string> Mp4BrighteningAsync() => OnceAsync(
        "brightening.mp4",
        path => FFmpegAsync(
            "-f lavfi -i color=white:duration=120:size=320x180:rate=10,noise=alls=40:allf=t,fade=t=in:st=0:d=120 "
            + "-f lavfi -i sine=frequency=440:duration=120 "
            + $"-c:v libx264 -preset ultrafast -qp 18 -pix_fmt yuv420p -g 10 -c:a aac -b:a 64k -movflags +faststart {path}"));

    /// <summary>The same with the index at the end.</summary>
    public static async Task<string> Mp4BrighteningTailIndexAsync()
    {
        var fast = await Mp4BrighteningAsync();
        return await OnceAsync("brightening-tail.mp4", path => FFmpegAsync($"-i {fast} -c copy {path}"));
    }

    /// <summary>A copy of a sample in a folder of the test's own.</summary>
    public static string CopyTo(TemporaryFolder folder, string sample)
    {
        var copy = folder.Combine(Path.GetFileName(sample));
        File.Copy(sample, copy);
        return copy;
    }

    /// <summary>Runs ffmpeg with space-separated arguments, and fails with its own words.</summary>
    public static async Task FFmpegAsync(string arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", $"-nostdin -hide_banner -loglevel error -y {arguments}") { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ffmpeg {arguments}: {errors}");
    }

    private static Task<string> MakeAsync(string name, string encoding) =>
        OnceAsync(name, path => FFmpegAsync($"-f lavfi -i {Picture} -f lavfi -i {Tone} {encoding} {path}"));

    private static Task<string> OnceAsync(string name, Func<string, Task> make) => Made.GetOrAdd(
        name,
        key => new Lazy<Task<string>>(async () =>
        {
            var path = Path.Combine(Folder.Value, key);
            await make(path);
            return path;
        })).Value;

    private static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("orleansvideo-samples-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
