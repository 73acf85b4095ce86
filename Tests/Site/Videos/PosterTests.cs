using System.Diagnostics;
using System.Globalization;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Media.Posters;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Deletion.Crashes;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Videos;

/// <summary>Posters come after the video plays; ffmpeg ends with the site, and what it was at is taken up again.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class PosterTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    /// <summary>What a stop takes besides waiting, on a busy machine.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();

    private string Sign => _folder.Combine("go");

    [Fact]
    public async Task Stop_WhileFFmpegRuns_EndsItAtOnce_AndThePosterComesAfterTheStart()
    {
        await using var site = await SiteProcess.StartAsync(Waiting());
        using var owner = await site.NewMember();
        using var guest = site.NewGuest();
        var id = await owner.CreateDraft();
        (await owner.Upload(id, await SampleVideos.Mp4FastStartAsync())).Expect(201);
        await owner.WaitForState(id, "ready");
        Assert.Null((await guest.Details(id)).Expect(200).Json.Text("posterUrl"));
        (await guest.Get($"/posters/{id}.jpg")).Expect(404);
        (await guest.PlayRange(id, "0-99")).Expect(206);
        Assert.Contains("<svg", (await guest.Get("/")).Expect(200).Text, StringComparison.Ordinal);
        await Eventually.True("ffmpeg runs", Soon, () => File.Exists(Sign + ".pids"));

        var clock = Stopwatch.StartNew();
        Assert.Equal(0, await site.Stop());

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Rest);
        AssertNoneRuns();
        site.Log.AssertNoErrors();
        Assert.DoesNotContain("No poster could be made", site.Log.Text, StringComparison.Ordinal);
        LetGo();
        await site.Restart();
        await guest.WaitForPoster(id);
        (await guest.Get($"/posters/{id}.jpg")).Expect(200);
        Assert.DoesNotContain(site.FilesOf(id), path => path.Contains("part", StringComparison.Ordinal));
        site.Log.AssertNoErrors();
    }

    /// <summary>Before ffmpeg runs, and when the poster is there and nobody has told the video.</summary>
    [Theory]
    [InlineData("before poster")]
    [InlineData("after poster")]
    public async Task Kill_OnTheWayToAPoster_LosesNone(string point)
    {
        using var crash = new CrashFolder();
        await using var site = await SiteProcess.StartAsync(crash.Arm(SiteSettings.Roomy));
        using var owner = await site.NewMember();
        var id = await owner.CreateDraft();
        crash.Order.Hold("before probe");
        (await owner.Upload(id, await SampleVideos.Mp4FastStartAsync())).Expect(201);
        crash.Order.LetGo();
        crash.Order.Give(point);
        await Eventually.True($"the site dies {point}", Soon, () => site.HasExited);

        await site.Restart();

        Assert.Equal("ready", (await owner.Details(id)).Expect(200).Json.Text("state"));
        await owner.WaitForPoster(id);
        (await owner.Get($"/posters/{id}.jpg")).Expect(200);
    }

    [Fact]
    public async Task MissingTool_IsSaidAtTheStart_AndOnReadiness_AndVideosPlayWithoutPosters()
    {
        var path = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
        foreach (var tool in (string[])["sh", "setsid", "nice", "ffmpeg"])
            File.CreateSymbolicLink(_folder.Combine(tool), path.Select(folder => Path.Combine(folder, tool)).First(File.Exists));
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.WithVariable("PATH", _folder.Path));
        using var owner = await site.NewMember();

        const string Words = "Videos get no posters: prlimit was not found on the PATH, and without limits ffmpeg is not run.";
        Assert.Single(site.Log.Text.Split('\n'), line => line.Contains(Words, StringComparison.Ordinal) && !line.Contains("Health", StringComparison.Ordinal));
        var ready = (await owner.Get("/health/ready")).Expect(200).Json;
        Assert.Equal("Degraded", ready.Text("status"));
        Assert.Equal(Words, ready.GetProperty("checks").GetProperty("posters").Text("reason"));
        using var admin = await site.Admin();
        Assert.Contains("data-check=\"posters\"", (await admin.Get("/admin")).Expect(200).Text, StringComparison.Ordinal);
        var id = await owner.CreateDraft();
        (await owner.Upload(id, await SampleVideos.Mp4FastStartAsync())).Expect(201);
        Assert.Null((await owner.WaitForState(id, "ready")).Text("posterUrl"));
        site.Log.AssertNoErrors();
    }

    [Fact]
    public async Task Posters_ThatNobodyWants_AreNotMissed()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .With("Posters:Enabled", "false").WithVariable("PATH", Path.GetDirectoryName(Environment.ProcessPath)!));
        using var guest = site.NewGuest();
        Assert.Equal("Healthy", (await guest.Get("/health/ready")).Expect(200).Json.GetProperty("checks").GetProperty("posters").Text("status"));
        Assert.DoesNotContain("no posters", site.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UserThatIsNotThere_KeepsTheSiteFromStarting()
    {
        var (code, said) = await SiteProcess.StartRefusedAsync(SiteSettings.Roomy.With("Posters:User", "nobody-of-that-name"));
        Assert.Equal(1, code);
        Assert.Contains("OrleansVideo:Posters:User is 'nobody-of-that-name', but this machine has no such user.", said, StringComparison.Ordinal);
    }

    [Fact, Trait("Needs", "root")]
    public async Task UserOfItsOwn_MakesThePosters_AndASiteThatMayNotSwitchUsersDoesNotStart()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root may switch users.");
        await using (var site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Posters:User", "nobody")))
        {
            using var owner = await site.NewMember();
            await owner.Publish(await SampleVideos.Mp4TailIndexAsync());
        }

        // Like a site that may not: its setpriv can't.
        var setpriv = _folder.Combine("setpriv");
        await File.WriteAllTextAsync(setpriv, "#!/bin/sh\necho 'setpriv: setresuid failed: Operation not permitted' >&2\nexit 1\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(setpriv, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var (code, said) = await SiteProcess.StartRefusedAsync(SiteSettings.Roomy.With("Posters:User", "nobody").WithVariable("PATH", PathWithTools()));
        Assert.Equal(1, code);
        Assert.Contains("OrleansVideo:Posters:User is 'nobody', but this process may not run programs as another user", said, StringComparison.Ordinal);
        Assert.Contains("Operation not permitted", said, StringComparison.Ordinal);
    }

    /// <summary>Files whose index would have cost 3 GB and half a minute each, and files over which ffmpeg hangs until it is ended.</summary>
    [Fact, Trait("Set", "Long")]
    public async Task Storm_OfOneAccount_KeepsNoHonestUploadWaiting()
    {
        var hanging = await SampleVideos.MovAsync();
        FakeFFmpeg.In(_folder, FakeFFmpeg.Waiting(Sign, new FileInfo(hanging).Length));
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .With("Posters:Timeout", "00:00:10").WithVariable("PATH", PathWithTools()));
        using var bomber = await site.NewMember();
        using var honest = await site.NewMember();
        var bombs = OverstatedFiles.Mp4.Values.Concat(OverstatedFiles.Matroska.Values).Take(8).ToArray();
        var failing = new List<string>();
        var held = new List<string>();
        foreach (var bomb in bombs)
        {
            failing.Add(await bomber.CreateDraft());
            (await bomber.Upload(failing[^1], bomb)).Expect(201);
            held.Add(await bomber.CreateDraft());
            (await bomber.Upload(held[^1], hanging)).Expect(201);
        }

        await Eventually.True("the storm is on", Soon, () => File.Exists(Sign + ".pids"));
        var clock = Stopwatch.StartNew();
        var id = await honest.CreateDraft();
        (await honest.Upload(id, await SampleVideos.Mp4FastStartAsync())).Expect(201);
        await honest.WaitForState(id, "ready", TimeSpan.FromSeconds(5));
        await honest.WaitForPoster(id);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));

        foreach (var failed in failing)
        {
            var words = (await bomber.WaitForState(failed, "failed")).Text("failure");
            Assert.StartsWith("The file claims to hold more pictures and sounds than it has bytes", words, StringComparison.Ordinal);
        }

        Assert.Contains("文件声称包含的画面和声音数量超过了它的字节数", (await bomber.Get($"/watch/{failing[0]}", ("Accept-Language", "zh-Hans"))).Expect(200).Text, StringComparison.Ordinal);
        foreach (var one in held) await bomber.WaitForState(one, "ready"); // They play, without a poster for now.
        Assert.InRange(File.ReadAllLines(Sign + ".pids").Length, 1, 3);
        await site.Log.Says("No poster could be made of video .*ffmpeg took longer");
        LetGo();
        await bomber.WaitForPoster(held[^1]);
        Assert.InRange(site.Memory.Peak, 0, 700L << 20);
        site.Log.AssertNoErrors();
    }

    private SiteSettings Waiting()
    {
        FakeFFmpeg.In(_folder, FakeFFmpeg.Waiting(Sign));
        return SiteSettings.Roomy.WithVariable("PATH", PathWithTools());
    }

    private string PathWithTools() => string.Join(Path.PathSeparator, _folder.Path, _folder.Combine("tools"), Environment.GetEnvironmentVariable("PATH"));

    private void LetGo() => File.Create(Sign).Dispose();

    private void AssertNoneRuns() => Assert.All(File.ReadAllLines(Sign + ".pids"), line =>
    {
        var stat = $"/proc/{int.Parse(line, CultureInfo.InvariantCulture)}/stat";
        Assert.True(!File.Exists(stat) || File.ReadAllText(stat).Contains(") Z ", StringComparison.Ordinal), $"Process {line} still runs.");
    });

    public void Dispose() => _folder.Dispose();
}
