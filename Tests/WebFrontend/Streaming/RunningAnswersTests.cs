using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Streaming;
using OrleansVideo.Tests.Silo.Telemetry;
using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.Tests.WebFrontend.Streaming.Facts;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Accounts.Sessions;
using OrleansVideo.WebFrontend.Streaming;
using OrleansVideo.WebFrontend.Streaming.Facts;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

/// <summary>What becomes of answers that run, in time: whom this frontend asks, when it cuts off, when it holds back.</summary>
public sealed class RunningAnswersTests : IDisposable
{
    private const string Viewer = "a viewer";
    private readonly FakeTimeProvider _clock = new();
    private readonly Measured _measured = new();
    private readonly FactStore _store;
    private readonly ScriptedVideo _grain;
    private readonly ScriptedUser _user;
    private readonly SessionCache _cache;
    private readonly SessionCheck _sessions;
    private readonly RunningAnswers _answers;
    private readonly Guid _film = Guid.NewGuid();
    private readonly SessionView _session = new(Guid.NewGuid(), Guid.NewGuid(), "ada", [], DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);

    public RunningAnswersTests()
    {
        var (video, user) = (DispatchProxy.Create<IVideoGrain, ScriptedVideo>(), DispatchProxy.Create<IUserGrain, ScriptedUser>());
        (_grain, _user) = ((ScriptedVideo)(object)video, (ScriptedUser)(object)user);
        var grains = FakeGrains.Of((typeof(IVideoGrain), _ => video), (typeof(IUserGrain), _ => user));
        _cache = new SessionCache(_clock);
        _sessions = new SessionCheck(grains, _cache);
        _store = new FactStore(_clock);
        _answers = new RunningAnswers(
            _store, _sessions, grains, new StreamingMetrics(_measured.Meters), Options.Create(new StreamingOptions()), _clock, NullLogger<RunningAnswers>.Instance);
        _user.Session = () => Task.FromResult<SessionView?>(_session);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _store.Confirm();
    }

    public void Dispose()
    {
        _answers.Dispose();
        _store.Dispose();
        _measured.Dispose();
    }

    [Fact]
    public void VideoThatIsNamed_IsRead_AndItsAnswersAreCutOff_ThoseAloneThatMayNotGoOn()
    {
        var (stranger, owner) = (new Request(), new Request(_session));
        using var theirs = Open(stranger);
        using var mine = Open(owner);
        Says(2, Visibility.Private);

        _store.Confirm(new VideoChange(_film, 2));
        _answers.Look();

        Assert.Equal((1, 1, 0), (_grain.Reads, stranger.Aborts, owner.Aborts));
        Assert.False(theirs.IsOpen);
        _answers.Look(); // By now the session has been asked for.
        Assert.True(mine.IsOpen);
        Assert.Contains("orleansvideo.stream.ended 1 {answer} reason=refused", _measured.Take());
    }

    [Fact]
    public void VideoThatNobodyNames_IsNeverRead()
    {
        using var answer = Open(new Request());
        for (var i = 0; i < 100; i++) Pass();
        Assert.Equal((0, 0), (_grain.Reads, _user.Checks));
        Assert.True(answer.IsOpen);
    }

    /// <summary>The intent is open and the state has not moved: nothing is acknowledged yet, and it may be at any moment.</summary>
    [Fact]
    public void VideoWhoseChangeIsNotDone_IsReadAgainAndAgain()
    {
        var request = new Request();
        using var answer = Open(request);
        Says(1);
        for (var i = 0; i < 20; i++) Pass(new VideoChange(_film, 2));
        Assert.InRange(_grain.Reads, 8, 11);
        Assert.True(answer.IsOpen);

        Says(2, status: VideoStatus.Trashed);
        for (var i = 0; i < 3; i++) Pass(new VideoChange(_film, 2));

        Assert.Equal(1, request.Aborts);
    }

    [Fact]
    public async Task PrivateVideo_BeginsOnceItsSessionIsAskedForAnew_AndThatIsSharedByWhatFollows()
    {
        for (var i = 0; i < 10; i++)
        {
            using var answer = Open(new Request(_session), Visibility.Private);
            if (!answer.IsOpen) Assert.True(await _answers.WaitUntilConfirmed(answer, TestContext.Current.CancellationToken));
            Assert.True(answer.IsOpen);
        }

        Assert.Equal(1, _user.Checks);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _store.Confirm();
        using var later = Open(new Request(_session), Visibility.Private);
        Assert.False(later.IsOpen);
    }

    [Fact]
    public void SessionOfAPrivateVideo_IsAskedForTwiceASecond_AndItsEndEndsTheAnswer()
    {
        var request = new Request(_session);
        using var answer = Open(request, Visibility.Private);
        for (var i = 0; i < 100; i++) Pass();
        Assert.InRange(_user.Checks, 19, 22);
        Assert.Equal(0, request.Aborts);

        _user.Session = () => Task.FromResult<SessionView?>(null);
        for (var i = 0; i < 6; i++) Pass();

        Assert.Equal(1, request.Aborts);
    }

    /// <summary>Who signs out at this very frontend is not asked for.</summary>
    [Fact]
    public async Task SignOutHere_EndsTheAnswerAtTheNextLook()
    {
        var request = new Request(_session);
        using var answer = Open(request, Visibility.Private);
        Pass();

        await _sessions.EndAsync(_session.SessionId, _session.UserName);
        _answers.Look();

        Assert.Equal(1, request.Aborts);
    }

    /// <summary>A player that asks for one part after the other shares what is known; once it stops, nothing is kept or asked.</summary>
    [Fact]
    public void AnswersThatHaveEnded_LeaveNothingBehind()
    {
        var request = new Request(_session);
        Open(request, Visibility.Private).Dispose();
        for (var i = 0; i < 20; i++) Pass();

        Assert.Equal((0, 0, 0), (_answers.Count, _store.Watched.Count(), request.Aborts));
        Assert.Equal(0, _user.Checks);
        var sessions = (System.Collections.IDictionary)typeof(RunningAnswers).GetField("_sessions", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(_answers)!;
        Assert.Empty(sessions);
    }

    [Fact]
    public async Task AnswerThatIsNotConfirmed_Waits_AndGoesOnWithTheConfirmation()
    {
        var request = new Request();
        using var answer = Open(request);
        _clock.Advance(TimeSpan.FromSeconds(2.1));
        _answers.Look();
        Assert.False(answer.IsOpen);
        var waiting = _answers.WaitUntilConfirmed(answer, TestContext.Current.CancellationToken);
        for (var i = 0; i < 100; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            _answers.Look();
        }

        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Says(1);
        _store.Confirm(); // It does not reach back: the grain is asked.
        _answers.Look();
        _answers.Look();

        Assert.True(await waiting);
        Assert.Equal((0, 1), (request.Aborts, _grain.Reads));
    }

    [Fact]
    public async Task AnswerThatWaitsForAStallsTime_Ends()
    {
        using var answer = Open(new Request());
        _clock.Advance(TimeSpan.FromSeconds(2.1));
        var waiting = _answers.WaitUntilConfirmed(answer, TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromSeconds(19.9));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.2));

        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.Contains("orleansvideo.stream.ended 1 {answer} reason=unconfirmed", _measured.Take());
    }

    [Theory]
    [InlineData(Viewer, 1)]
    [InlineData("somebody else", 0)]
    public void Eviction_EndsTheAnswersOfThatPlayback(string viewer, int aborts)
    {
        var request = new Request(_session);
        using var answer = Open(request);
        var playback = new PlaybackKey(viewer, _film);

        _store.Confirm(new RecentChanges([], IsComplete: true) { BeganAt = 1, Reach = RecentChanges.Window, Evictions = [new(playback, TimeSpan.FromSeconds(60))] }, _store.Now);
        _answers.Look();

        Assert.Equal((aborts, TimeSpan.FromSeconds(60)), (request.Aborts, _store.EvictedFor(playback)));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Null(_store.EvictedFor(playback));
    }

    /// <summary>What is in the server's own buffers can't be held back there.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void PieceThatNobodyCanHoldBack_IsCutOffBelowThreeSeconds(bool isBeyondReach, int aborts)
    {
        var request = new Request();
        using var answer = Open(request);
        answer.IsBeyondReach = isBeyondReach;
        var token = answer.Interruption;
        _clock.Advance(TimeSpan.FromSeconds(2.4));
        _answers.Look();
        Assert.Equal((0, true), (request.Aborts, token.IsCancellationRequested));

        _clock.Advance(TimeSpan.FromSeconds(0.2));
        _answers.Look();

        Assert.Equal(aborts, request.Aborts);
    }

    /// <summary>The connection is another request's by then.</summary>
    [Fact]
    public void AnswerThatHasEnded_IsNeverCutOff()
    {
        var request = new Request();
        var answer = Open(request);
        answer.Dispose();

        Assert.False(answer.End());

        Assert.Equal(0, request.Aborts);
    }

    [Fact]
    public void ClusterThatFails_CutsNobodyOff_AndIsAskedAgain()
    {
        var request = new Request(_session);
        using var answer = Open(request, Visibility.Private);
        _grain.Answer = () => Task.FromException<VideoDetails?>(new TimeoutException());
        _user.Session = () => Task.FromException<SessionView?>(new TimeoutException());
        for (var i = 0; i < 40; i++) Pass(new VideoChange(_film, 2));
        Assert.Equal((0, false), (request.Aborts, answer.IsOpen));

        Says(2, Visibility.Private);
        _user.Session = () => Task.FromResult<SessionView?>(_session);
        for (var i = 0; i < 6; i++) Pass(new VideoChange(_film, 2));

        Assert.True(answer.IsOpen);
    }

    private void Pass(params VideoChange[] changes)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        _store.Confirm(changes);
        _answers.Look();
    }

    private RunningAnswers.OpenAnswer Open(Request request, Visibility visibility = Visibility.Public) =>
        _answers.Open(request.Context, new PlaybackKey(Viewer, _film), new VideoFacts(Details(1, visibility), null, _store.Now));

    private VideoDetails Details(long revision, Visibility visibility = Visibility.Public, VideoStatus status = VideoStatus.Ready) =>
        HeldFilm.Details(_film, revision, status) with { OwnerId = _session.AccountId, Visibility = visibility };

    private void Says(long revision, Visibility visibility = Visibility.Public, VideoStatus status = VideoStatus.Ready) =>
        _grain.Answer = () => Task.FromResult<VideoDetails?>(Details(revision, visibility, status));

    /// <summary>A request that counts how often it is cut off.</summary>
    private sealed class Request : IHttpRequestLifetimeFeature
    {
        public Request(SessionView? session = null)
        {
            Context.Features.Set<IHttpRequestLifetimeFeature>(this);
            if (session is not null) Context.User = SessionPrincipal.ForRequest(session);
        }

        public DefaultHttpContext Context { get; } = new();

        public int Aborts { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => Aborts++;
    }

    /// <summary>An account's grain that says of sessions what the test wants.</summary>
    public class ScriptedUser : DispatchProxy
    {
        public Func<Task<SessionView?>> Session { get; set; } = () => Task.FromResult<SessionView?>(null);

        public int Checks { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IUserGrain.CloseSession)) return Task.CompletedTask;
            if (targetMethod.Name != nameof(IUserGrain.CheckSession)) throw new NotSupportedException(targetMethod.Name);
            Checks++;
            return Session();
        }
    }
}
