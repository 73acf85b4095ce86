using System.Diagnostics;
using System.Globalization;
using OrleansVideo.Media;
using OrleansVideo.Media.Posters;
using OrleansVideo.Media.Probing;
using OrleansVideo.Media.Store;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Media.Posters;

/// <summary>What ffmpeg may take of the machine, and that it is ended when it takes more.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class PosterLimitTests : IDisposable
{
    private static readonly MediaFacts Facts = new(MediaType.Mp4, null, 320, 180, "h264", "aac");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly MediaStore _store;
    private readonly Guid _id = Guid.CreateVersion7();

    public PosterLimitTests() => _store = new MediaStore(_folder.Combine("media"));

    [Fact]
    public async Task FFmpeg_RunsWithinItsLimits_InASessionOfItsOwn_WithoutSecrets()
    {
        const string Report =
            """
            exec 1>&2
            sed -n -e 's/^Max \(address space\|cpu time\|file size\|open files\|core file size\|processes\)  *\([0-9]*\) .*/\1=\2/p' /proc/self/limits
            echo "niceness=$(nice)"
            echo "session=$(cut -d' ' -f6 /proc/$$/stat) of $$"
            sed -n 's/^NoNewPrivs:\s*/nonew=/p' /proc/self/status
            echo "variables=$(env | cut -d= -f1 | tr '\n' ' ')"
            echo "bytes=$(wc -c < /dev/stdin)"
            exit 1
            """;
        Environment.SetEnvironmentVariable("ORLEANSVIDEO_TEST_SECRET", "x");

        var said = await SayAsync(Report, new PosterLimits { ProcessorTime = TimeSpan.FromSeconds(7), OutputBytes = 1 << 20 });

        Assert.Equal("2147483648", said["address space"]);
        Assert.Equal("7", said["cpu time"]);
        Assert.Equal("1048576", said["file size"]);
        Assert.Equal("64", said["open files"]);
        Assert.Equal("0", said["core file size"]);
        Assert.Equal("4096", said["processes"]);
        var own = int.Parse(await OutputAsync("nice"), CultureInfo.InvariantCulture);
        Assert.Equal(Math.Min(19, own + 15).ToString(CultureInfo.InvariantCulture), said["niceness"]);
        Assert.Equal("1", said["nonew"]);
        var session = said["session"].Split(" of ");
        Assert.Equal(session[0], session[1]);
        Assert.DoesNotContain("SECRET", said["variables"], StringComparison.Ordinal);
        Assert.Equal(new FileInfo(await SampleVideos.Mp4FastStartAsync()).Length.ToString(CultureInfo.InvariantCulture), said["bytes"]);
    }

    [Theory]
    [InlineData(1920, 1080, 2L << 30)]
    [InlineData(1080, 1920, 2L << 30)]
    [InlineData(3840, 2160, 4L << 30)]
    public async Task LargerPictures_MayTakeMoreMemory(int width, int height, long bytes)
    {
        var said = await SayAsync(
            "sed -n 's/^Max address space *\\([0-9]*\\) .*/bytes=\\1/p' /proc/self/limits >&2; exit 1", new PosterLimits(), Facts with { Width = width, Height = height });
        Assert.Equal(bytes.ToString(CultureInfo.InvariantCulture), said["bytes"]);
    }

    /// <summary>The file lies where that user may not go, and is read all the same; nothing else of the site is.</summary>
    [Fact, Trait("Needs", "root")]
    public async Task FFmpeg_AsAUserOfItsOwn_ReadsItsFileAlone_AndWritesNowhere()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root may switch users.");
        var film = SampleVideos.CopyTo(_folder, await SampleVideos.Mp4FastStartAsync());
        var hidden = Path.Combine(_store.Root, "film");
        File.Move(film, hidden);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(hidden, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_store.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var said = await SayAsync(
            $"""
            exec 1>&2
            echo "user=$(id -u) $(id -g) $(id -G)"
            sed -n -e 's/^CapBnd:\s*/bounding=/p' -e 's/^CapEff:\s*/effective=/p' /proc/self/status
            sed -n -e 's/^Max processes *\([0-9]*\) .*/processes=\1/p' /proc/self/limits
            echo "bytes=$(wc -c < /dev/stdin)"
            cat '{hidden}' > /dev/null && echo path=open || echo path=closed
            touch '{_store.Root}/x' '{_folder.Path}/x' && echo write=open || echo write=closed
            exit 1
            """,
            new PosterLimits { User = "nobody" },
            film: hidden);

        var group = await OutputAsync("id", "-g");
        Assert.Equal($"{await OutputAsync("id", "-u", "nobody")} {group} {group}", said["user"]);
        Assert.Equal(("0000000000000000", "0000000000000000"), (said["bounding"], said["effective"]));
        Assert.Equal("64", said["processes"]);
        Assert.Equal(new FileInfo(hidden).Length.ToString(CultureInfo.InvariantCulture), said["bytes"]);
        Assert.Equal(("closed", "closed"), (said["path"], said["write"]));
    }

    [Fact, Trait("Needs", "root")]
    public async Task RealFFmpeg_AsAUserOfItsOwn_MakesThePoster()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root may switch users.");
        var maker = new PosterMaker(TimeProvider.System, limits: new() { User = "nobody" });
        Assert.Null(await maker.CheckUserAsync());
        foreach (var sample in (Task<string>[])[SampleVideos.Mp4TailIndexAsync(), SampleVideos.WebMAsync(), SampleVideos.OggAsync()])
        {
            var facts = (await ContainerProbe.ReadAsync(await sample)).Facts!;
            Assert.Equal(PosterResult.Made, await maker.MakeAsync(_store, _id, await sample, facts));
        }
    }

    [Fact]
    public async Task User_WhoIsNotThere_IsNamedAsTheReason()
    {
        var maker = new PosterMaker(TimeProvider.System, limits: new() { User = "nobody-of-that-name" });
        Assert.Equal("but this machine has no such user", await maker.CheckUserAsync());
        Assert.Equal(PosterOutcome.NotAvailable, (await maker.MakeAsync(_store, _id, await SampleVideos.Mp4FastStartAsync(), Facts)).Outcome);
    }

    /// <summary>Had the probe let it through: the real ffmpeg with an index of 85 million samples takes some 3 GB when it may.</summary>
    [Fact]
    public async Task RealFFmpeg_WithAnIndexOfMillionsOfSamples_IsHeldToItsMemory()
    {
        const long Most = 512L << 20;
        var bomb = _folder.Combine("bomb");
        await File.WriteAllBytesAsync(bomb, OverstatedFiles.Mp4["one size for all"]);
        var tools = Directory.CreateDirectory(_folder.Combine("real")).FullName;
        var ffmpeg = Path.Combine(tools, "ffmpeg");
        File.CreateSymbolicLink(ffmpeg, (await OutputAsync("sh", "-c", "command -v ffmpeg")).Trim());
        var maker = new PosterMaker(TimeProvider.System, tools, new() { MemoryBytes = Most });

        var clock = Stopwatch.StartNew();
        var making = maker.MakeAsync(_store, _id, bomb, Facts);
        long peak = 0;
        while (!making.IsCompleted) peak = Math.Max(peak, PeakOf(ffmpeg));

        Assert.Equal(PosterOutcome.Failed, (await making).Outcome);
        Assert.InRange(peak, 1, Most);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Soon);
        Assert.Equal(PosterResult.Made, await new PosterMaker(TimeProvider.System).MakeAsync(_store, _id, await SampleVideos.Mp4FastStartAsync(), Facts));
    }

    [Fact]
    public async Task ProcessorTime_WhenItIsUp_EndsFFmpeg()
    {
        var clock = Stopwatch.StartNew();
        var result = await MakeAsync("while :; do :; done", new() { ProcessorTime = TimeSpan.FromSeconds(1) });
        Assert.Equal(PosterOutcome.Failed, result.Outcome);
        Assert.Contains("processor time", result.Detail, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1), Soon);
    }

    [Fact]
    public async Task AFileThatGrowsTooLarge_EndsFFmpeg()
    {
        var result = await MakeAsync($"exec head -c 100000 /dev/zero > '{_folder.Combine("large")}'", new() { OutputBytes = 10_000 });
        Assert.Equal(PosterOutcome.Failed, result.Outcome);
        Assert.Contains("more than 10000 bytes", result.Detail, StringComparison.Ordinal);
        Assert.Equal(10_000, new FileInfo(_folder.Combine("large")).Length);
    }

    [Fact]
    public async Task APictureThatIsTooLarge_EndsFFmpeg()
    {
        var result = await MakeAsync("exec cat /dev/zero", new() { OutputBytes = 10_000 });
        Assert.Equal(PosterOutcome.Failed, result.Outcome);
        Assert.Contains("larger than 10000 bytes", result.Detail, StringComparison.Ordinal);
        Assert.False(_store.PosterExists(_id));
    }

    [Fact]
    public async Task WhatFFmpegStarted_EndsWithIt()
    {
        var pid = _folder.Combine("pid");
        var result = await MakeAsync($"sleep 600 > /dev/null 2>&1 &\necho $! > '{pid}'\necho a picture");
        Assert.Equal(PosterOutcome.Made, result.Outcome);
        var sleeper = int.Parse(await File.ReadAllTextAsync(pid), CultureInfo.InvariantCulture);
        await Eventually.True("what it started has ended", Soon, () => !IsRunning(sleeper));
    }

    [Theory]
    [InlineData("kill -TERM $$")]
    [InlineData("exit 255")] // As ffmpeg itself ends then.
    public async Task FFmpeg_ToldToEndBySomebodyElse_SaysNothingOfTheFile(string script) =>
        Assert.Equal(PosterOutcome.Interrupted, (await MakeAsync(script)).Outcome);

    private async Task<PosterResult> MakeAsync(string script, PosterLimits? limits = null, MediaFacts? facts = null, string? film = null) =>
        await new PosterMaker(TimeProvider.System, FakeFFmpeg.In(_folder, script), limits)
            .MakeAsync(_store, _id, film ?? await SampleVideos.Mp4FastStartAsync(), facts ?? Facts);

    /// <summary>What the script says on standard error: a name and a value on each line.</summary>
    private async Task<Dictionary<string, string>> SayAsync(string script, PosterLimits limits, MediaFacts? facts = null, string? film = null)
    {
        var result = await MakeAsync(script, limits, facts, film);
        Assert.Equal(PosterOutcome.Failed, result.Outcome);
        return result.Detail!.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1].Trim());
    }

    private static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        return (await process.StandardOutput.ReadToEndAsync()).Trim();
    }

    /// <summary>The most memory that a process of this program has held so far, in bytes; 0 when none runs.</summary>
    private static long PeakOf(string program)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "cmdline")).StartsWith(program + '\0', StringComparison.Ordinal))
                    return ProcessMemory.Of(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)).Peak;
            }
            catch (Exception gone) when (gone is IOException or InvalidOperationException)
            {
                // It ended meanwhile.
            }
        }
        return 0;
    }

    private static bool IsRunning(int pid) =>
        File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();
}
