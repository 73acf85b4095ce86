using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Catalog;
using OrleansVideo.Media.Store;
using OrleansVideo.Streaming;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Silo.Telemetry;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Streaming;
using OrleansVideo.WebFrontend.Streaming.Facts;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Facts;

/// <summary>Who is served from what is held, and who asks the video's grain; a lease is valid for 40 s without its renewal.</summary>
public sealed class VideoLookupTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Measured _measured = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Guid _film = Guid.NewGuid();
    private readonly ScriptedVideo _grain;
    private readonly StreamLimiterClient _client;
    private readonly FactStore _store;
    private readonly VideoLookup _lookup;
    private readonly PlaybackKey _viewer;

    public VideoLookupTests()
    {
        var video = DispatchProxy.Create<IVideoGrain, ScriptedVideo>();
        _grain = (ScriptedVideo)(object)video;
        var grains = FakeGrains.Of((typeof(IVideoGrain), _ => video), (typeof(IStreamLimiterGrain), _ => DispatchProxy.Create<IStreamLimiterGrain, GrantingLimiter>()));
        var metrics = new StreamingMetrics(_measured.Meters);
        var views = new ViewCounter(grains, new Frontend(), metrics, _clock, NullLogger<ViewCounter>.Instance);
        var media = new MediaStore(_folder.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(media.PathOf(_film))!);
        File.WriteAllBytes(media.PathOf(_film), new byte[1000]);
        var playbacks = new Playbacks(Options.Create(new StreamingOptions()), _clock);
        _client = new StreamLimiterClient(playbacks, grains, new LimiterLink(new Frontend()), views, new LeaseLog(NullLogger<LeaseLog>.Instance), _clock);
        _store = new FactStore(_clock);
        _lookup = new VideoLookup(grains, media, playbacks, _store, metrics, Options.Create(new StreamingOptions()), _clock);
        _viewer = new PlaybackKey("viewer", _film);
        Says(revision: 5);
        _store.Confirm();
    }

    public void Dispose()
    {
        _store.Dispose();
        _client.Dispose();
        _folder.Dispose();
        _measured.Dispose();
    }

    [Fact]
    public async Task Requests_OfOnePlayback_ReadTheGrainOnce()
    {
        await Begin(_viewer);

        for (var i = 0; i < 100; i++)
        {
            var asking = _lookup.Find(_film, _viewer);
            Assert.True(asking.IsCompletedSuccessfully); // Without a turn of anything.
            LetGo(await asking);
        }

        Assert.Equal(1, _grain.Reads);
        var counted = _measured.Take().CountBy(line => line).ToDictionary();
        Assert.Equal(1, counted["orleansvideo.stream.lookups 1 {lookup} source=grain"]);
        Assert.Equal(100, counted["orleansvideo.stream.lookups 1 {lookup} source=held"]);
    }

    [Fact]
    public async Task Beats_OfAPlaybackThatIsOn_ReadNoGrain()
    {
        var (context, playback) = Page();
        await Begin(playback);

        for (var i = 0; i < 20; i++) Assert.Equal(204, await Beat(context, "playing"));

        Assert.Equal(1, _grain.Reads);
    }

    /// <summary>A player takes no byte for long: its beats alone have the video read again once a minute, and then held again.</summary>
    [Fact]
    public async Task Beats_KeepWhatIsHeld_BeyondItsMinute()
    {
        var (context, playback) = Page();
        await Begin(playback);
        for (var i = 0; i < 24; i++)
        {
            Pass(TimeSpan.FromSeconds(5));
            Assert.Equal(204, await Beat(context, "paused")); // Who plays, and takes no byte, loses the seat.
            await _client.Renew();
        }

        Assert.InRange(_grain.Reads, 2, 3);
        Assert.Equal(1, _store.Count);
    }

    [Fact]
    public async Task Beats_ThatNobodyConfirms_ReadTheGrain()
    {
        var (context, playback) = Page();
        await Begin(playback);
        _clock.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal(204, await Beat(context, "playing"));
        Assert.Equal(2, _grain.Reads);
    }

    [Fact]
    public async Task Beats_OfAVideoThatIsNamedAsChanged_AreAnsweredByItsGrain_AndLeaveNoFileOpen()
    {
        var (context, playback) = Page();
        await Begin(playback);
        Says(revision: 6, VideoStatus.Trashed);
        _store.Confirm(new VideoChange(_film, 6));

        Assert.Equal(410, await Beat(context, "playing"));
        Says(revision: 7, VideoStatus.Processing);
        Assert.Equal(409, await Beat(context, "playing"));
        _grain.Answer = () => Task.FromResult<VideoDetails?>(HeldFilm.Details(_film, 8) with { Visibility = Visibility.Private });
        Assert.Equal(404, await Beat(context, "playing"));

        Assert.Empty(OpenFiles.Of(Environment.ProcessId, _folder.Path));
        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public async Task Beat_OfWhoMayNotSeeTheVideo_IsRefused_FromWhatIsHeldToo()
    {
        var (context, playback) = Page();
        _grain.Answer = () => Task.FromResult<VideoDetails?>(HeldFilm.Details(_film, 5) with { Visibility = Visibility.Private });
        await Begin(playback); // As its owner, say, who signed out since.

        Assert.Equal(404, await Beat(context, "playing"));

        Assert.Equal(1, _grain.Reads);
    }

    [Fact]
    public async Task Request_OfAPlaybackThatAnAdminEnded_IsRefused_ThoughItsLeaseIsValidHere()
    {
        var (context, playback) = Page();
        context.Request.Method = HttpMethods.Get;
        context.Request.RouteValues["id"] = _film.ToString("D");
        var planner = new StreamPlanner(_ => Task.CompletedTask, _lookup, _store, NullLogger<StreamPlanner>.Instance);
        await Begin(playback);
        Assert.Null(await planner.Plan(context));

        _store.Confirm(
            new RecentChanges([], IsComplete: true) { BeganAt = 1, Reach = RecentChanges.Window, Evictions = [new(playback, TimeSpan.FromSeconds(60))] },
            _store.Now);

        Assert.Equal(429, Assert.IsAssignableFrom<IStatusCodeHttpResult>(await planner.Plan(context)).StatusCode);
        context.Request.Method = HttpMethods.Head; // Gets no bytes.
        Assert.Null(await planner.Plan(context));
    }

    [Fact]
    public async Task Others_ReadTheGrain_WhateverIsHeld()
    {
        await Begin(_viewer);

        foreach (var other in new[] { null, new PlaybackKey("somebody else", _film) }) LetGo(await _lookup.Find(_film, other));

        Assert.Equal(3, _grain.Reads);
        Assert.Equal(1, _store.Count);
    }

    [Fact]
    public async Task Playback_WhoseLeaseLapsed_ReadsTheGrain()
    {
        await Begin(_viewer);
        Pass(TimeSpan.FromSeconds(41));

        LetGo(await _lookup.Find(_film, _viewer));

        Assert.Equal(2, _grain.Reads);
    }

    [Fact]
    public async Task Playback_ThatNobodyConfirms_ReadsTheGrainEachTime()
    {
        await Begin(_viewer);
        _clock.Advance(TimeSpan.FromSeconds(2.1));

        for (var i = 0; i < 3; i++) LetGo(await _lookup.Find(_film, _viewer));

        Assert.Equal(4, _grain.Reads);
    }

    [Fact]
    public async Task Playback_ThatNobodyConfirms_GoesOnWhileTheGrainIsAway_AndEndsWithItsLease()
    {
        await Begin(_viewer);
        _grain.Answer = () => Task.FromException<VideoDetails?>(new TimeoutException());
        _clock.Advance(TimeSpan.FromSeconds(2.1));

        var found = await _lookup.Find(_film, _viewer);
        Assert.Equal(1000, RandomAccess.Read(found!.Content!.File.Handle, new byte[2000], 0));
        LetGo(found);
        await Assert.ThrowsAsync<TimeoutException>(async () => await _lookup.Find(_film, _viewer with { Viewer = "newcomer" }));

        _clock.Advance(TimeSpan.FromSeconds(39));
        await Assert.ThrowsAsync<TimeoutException>(async () => await _lookup.Find(_film, _viewer));
    }

    [Fact]
    public async Task Playback_WaitsForASilentGrainForTwoSeconds_AndWhatComesLateIsClosed()
    {
        await Begin(_viewer);
        var late = new TaskCompletionSource<VideoDetails?>();
        _grain.Answer = () => late.Task;
        _clock.Advance(TimeSpan.FromSeconds(2.1));

        var asking = _lookup.Find(_film, _viewer).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(asking.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        LetGo(await asking);

        late.SetResult(HeldFilm.Details(_film, 5));
        _store.DropAll();
        await Eventually.True("no handle of the film is open", TimeSpan.FromSeconds(20), () => OpenFiles.Of(Environment.ProcessId, _folder.Path).Length == 0);
    }

    [Fact]
    public async Task Failure_ThatIsNoTroubleOfTheCluster_IsNotHidden_AndLeavesNoFileOpen()
    {
        await Begin(_viewer);
        _grain.Answer = () => Task.FromException<VideoDetails?>(new InvalidTimeZoneException());
        _clock.Advance(TimeSpan.FromSeconds(2.1));

        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => await _lookup.Find(_film, _viewer));

        _store.DropAll();
        Assert.Empty(OpenFiles.Of(Environment.ProcessId, _folder.Path));
    }

    [Fact]
    public async Task Word_OfTheGrain_EndsWhatIsHeld()
    {
        await Begin(_viewer);
        Says(revision: 6, VideoStatus.Trashed);

        var found = await _lookup.Find(_film, playback: null);

        Assert.Equal((VideoStatus.Trashed, null), (found!.Video.Status, found.Content));
        Assert.Empty(OpenFiles.Of(Environment.ProcessId, _folder.Path));
    }

    [Fact]
    public async Task File_ThatIsMissing_EndsWhatIsHeld()
    {
        await Begin(_viewer);
        File.Delete(new MediaStore(_folder.Path).PathOf(_film));

        var found = await _lookup.Find(_film, playback: null);

        Assert.Equal((VideoStatus.Ready, null), (found!.Video.Status, found.Content));
        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public async Task Video_ThatIsNotThere_IsNull()
    {
        _grain.Answer = () => Task.FromResult<VideoDetails?>(null);
        Assert.Null(await _lookup.Find(_film, _viewer));
    }

    /// <summary>A first request: it looks up, is let in, and ends.</summary>
    private async Task Begin(PlaybackKey playback)
    {
        var found = await _lookup.Find(_film, playback);
        (await _client.Open(playback, "10.0.0.1")).Value!.Dispose();
        _lookup.Hold(found!);
        LetGo(found);
        Assert.Equal((1, 1), (_grain.Reads, _store.Count));
    }

    /// <summary>The watch page of a viewer, and the playback that its beats speak of.</summary>
    private (HttpContext Context, PlaybackKey Playback) Page()
    {
        var context = new DefaultHttpContext();
        return (context, context.PlaybackOf(_film));
    }

    private async Task<int?> Beat(HttpContext context, string state) =>
        Assert.IsAssignableFrom<IStatusCodeHttpResult>(await BeatEndpoint.Post(_film, new BeatJson(state, 1.5), context, _lookup, _client)).StatusCode;

    private static void LetGo(VideoFacts? found) => found!.Content!.File.Dispose();

    private void Says(long revision, VideoStatus status = VideoStatus.Ready) =>
        _grain.Answer = () => Task.FromResult<VideoDetails?>(HeldFilm.Details(_film, revision, status));

    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _store.Confirm();
        }
    }
}
