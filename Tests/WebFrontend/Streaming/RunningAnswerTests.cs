using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Tests.WebFrontend.Streaming.Facts;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Streaming;
using OrleansVideo.WebFrontend.Streaming.Facts;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

/// <summary>Who may have the next bytes of an answer, by what a frontend knows and for how long it has known it.</summary>
public sealed class RunningAnswerTests : IDisposable
{
    private static readonly TimeSpan MaxUnconfirmed = TimeSpan.FromSeconds(2);
    private readonly FakeTimeProvider _clock = new();
    private readonly FactStore _store;
    private readonly Guid _film = Guid.NewGuid();
    private readonly Guid _owner = Guid.NewGuid();

    public RunningAnswerTests()
    {
        _store = new FactStore(_clock);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _store.Confirm();
    }

    public enum Who
    {
        Anonymous,
        Stranger,
        Owner,
        Admin,
    }

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(Visibility.Public, VideoStatus.Ready, Who.Anonymous, true)]
    [InlineData(Visibility.Unlisted, VideoStatus.Ready, Who.Anonymous, true)]
    [InlineData(Visibility.Private, VideoStatus.Ready, Who.Anonymous, false)]
    [InlineData(Visibility.Private, VideoStatus.Ready, Who.Stranger, false)]
    [InlineData(Visibility.Private, VideoStatus.Ready, Who.Owner, true)]
    [InlineData(Visibility.Private, VideoStatus.Ready, Who.Admin, true)]
    [InlineData(Visibility.Public, VideoStatus.Trashed, Who.Anonymous, false)]
    [InlineData(Visibility.Public, VideoStatus.Trashed, Who.Stranger, false)]
    [InlineData(Visibility.Public, VideoStatus.Trashed, Who.Owner, true)]
    [InlineData(Visibility.Private, VideoStatus.Trashed, Who.Admin, true)]
    [InlineData(Visibility.Public, VideoStatus.Purging, Who.Owner, false)]
    [InlineData(Visibility.Public, VideoStatus.Purged, Who.Admin, false)]
    public void Bytes_AreForWhoMayHaveThem_AsTheVideoIsNow(Visibility visibility, VideoStatus status, Who who, bool mayHave)
    {
        var answer = Answer(who);
        Assert.Equal(AnswerVerdict.Send, answer.Decide(_store.Now));

        _store.Learn(_film, Details(2, visibility, status), _store.Now);

        Assert.Equal(mayHave ? AnswerVerdict.Send : AnswerVerdict.End, answer.Decide(_store.Now));
    }

    [Fact]
    public void Video_ThatIsNotThereAnyMore_IsNobodys()
    {
        var answer = Answer(Who.Admin);
        _store.Learn(_film, null, _store.Now);
        Assert.Equal(AnswerVerdict.End, answer.Decide(_store.Now));
    }

    /// <summary>Sign-out, a changed password, all sessions ended: the session is dead.</summary>
    [Theory]
    [InlineData(Visibility.Public, true)]
    [InlineData(Visibility.Unlisted, true)]
    [InlineData(Visibility.Private, false)]
    public void SessionThatEnds_EndsWhatRestsOnIt_AndNothingElse(Visibility visibility, bool goesOn)
    {
        var answer = Answer(Who.Owner, visibility);
        Assert.Equal(visibility == Visibility.Private, answer.RestsOnSession);
        Assert.Equal(AnswerVerdict.Send, answer.Decide(_store.Now));

        answer.Session!.Learn(null, _store.Now);

        Assert.Equal(goesOn ? AnswerVerdict.Send : AnswerVerdict.End, answer.Decide(_store.Now));
    }

    [Fact]
    public void RoleThatIsLost_EndsWhatRestedOnIt()
    {
        var answer = Answer(Who.Admin, Visibility.Private);
        answer.Session!.Learn(Session(Guid.NewGuid()), _store.Now);
        Assert.Equal(AnswerVerdict.End, answer.Decide(_store.Now));
    }

    /// <summary>Nobody has asked yet whether the session lives: that is neither a yes nor a no.</summary>
    [Fact]
    public void SessionThatNobodyHasAskedFor_HoldsBytesBack()
    {
        var answer = Answer(Who.Owner, Visibility.Private);
        answer.Session!.Doubt();
        Assert.Equal(AnswerVerdict.Hold, answer.Decide(_store.Now));
    }

    [Fact]
    public void VideoThatIsNotConfirmed_HoldsBytesBack_AndConfirmedAgainItGoesOn()
    {
        var answer = Answer(Who.Anonymous);
        _clock.Advance(MaxUnconfirmed);
        Assert.Equal(AnswerVerdict.Send, answer.Decide(_store.Now));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(AnswerVerdict.Hold, answer.Decide(_store.Now));

        _store.Confirm();

        Assert.Equal(AnswerVerdict.Send, answer.Decide(_store.Now));
    }

    /// <summary>The catalog may answer as long as it likes: the account is somewhere else.</summary>
    [Fact]
    public void SessionThatIsNotConfirmed_HoldsBytesBack_WhereTheyRestOnIt()
    {
        var (mine, publics) = (Answer(Who.Owner, Visibility.Private), Answer(Who.Owner, film: Guid.NewGuid()));
        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _store.Confirm();
        }

        Assert.Equal(AnswerVerdict.Hold, mine.Decide(_store.Now));
        Assert.Equal(AnswerVerdict.Send, publics.Decide(_store.Now));
    }

    /// <summary>An answer says what was so when its poll began, however quickly it comes.</summary>
    [Fact]
    public void Confirmation_IsAsOldAsThePollBehindIt()
    {
        var answer = Answer(Who.Anonymous);
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        _store.Confirm(Changes(age: TimeSpan.FromSeconds(0.5)), _store.Now);
        _clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(AnswerVerdict.Send, answer.Decide(_store.Now));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(AnswerVerdict.Hold, answer.Decide(_store.Now));
    }

    /// <summary>While a change is announced and not done, the video's own grain alone can confirm what there is.</summary>
    [Fact]
    public void VideoWhoseChangeIsNamed_IsConfirmedByItsGrainAlone()
    {
        var answer = Answer(Who.Anonymous);
        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _store.Confirm(new VideoChange(_film, 2));
            Assert.True(answer.Video.IsDoubtful);
        }

        Assert.Equal(AnswerVerdict.Hold, answer.Decide(_store.Now));
        _store.Learn(_film, Details(1), _store.Now);
        Assert.Equal((AnswerVerdict.Send, true), (answer.Decide(_store.Now), answer.Video.IsDoubtful));

        _store.Learn(_film, Details(2), _store.Now);
        Assert.False(answer.Video.IsDoubtful);
        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _store.Confirm(new VideoChange(_film, 2));
        }

        Assert.Equal((AnswerVerdict.Send, false), (answer.Decide(_store.Now), answer.Video.IsDoubtful));
    }

    /// <summary>The grain knows the video and nothing of evictions: a viewer who was evicted must not go on because another one asks for the video.</summary>
    [Fact]
    public void WordOfTheGrain_DoesNotConfirmThatNobodyWasEvicted()
    {
        var answer = Answer(Who.Anonymous);
        _clock.Advance(MaxUnconfirmed + TimeSpan.FromMilliseconds(1));

        _store.Learn(_film, Details(1), _store.Now);
        var another = Answer(Who.Anonymous);

        Assert.Equal((AnswerVerdict.Hold, AnswerVerdict.Hold), (answer.Decide(_store.Now), another.Decide(_store.Now)));
        _store.Confirm();
        Assert.Equal((AnswerVerdict.Send, AnswerVerdict.Send), (answer.Decide(_store.Now), another.Decide(_store.Now)));
    }

    /// <summary>A second activation of a grain, on its way out, may say what was so before.</summary>
    [Fact]
    public void StaleWordOfAGrain_IsPassedOver()
    {
        var answer = Answer(Who.Anonymous);
        _store.Learn(_film, Details(3, Visibility.Private), _store.Now);
        _store.Learn(_film, Details(2), _store.Now);
        Assert.Equal(AnswerVerdict.End, answer.Decide(_store.Now));
    }

    /// <summary>The database's clock says which of two silos' answers is the older one; one that was set by more says nothing.</summary>
    [Theory]
    [InlineData(-500, true)]
    [InlineData(-3_600_000, false)]
    public void AnswerThatIsOlderThanTheLast_IsPassedOver(int milliseconds, bool isPassedOver)
    {
        const long Began = 1_000_000_000;
        var answer = Answer(Who.Anonymous);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _store.Confirm(Changes(began: Began), _store.Now);
        var confirmed = answer.Video.ConfirmedAt;
        _clock.Advance(TimeSpan.FromSeconds(1));

        _store.Confirm(Changes(began: Began + milliseconds), _store.Now);

        Assert.Equal(isPassedOver, answer.Video.ConfirmedAt == confirmed);
    }

    [Fact]
    public void AnswerWhosePollBeganEarlier_IsPassedOver()
    {
        var answer = Answer(Who.Anonymous);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _store.Confirm();

        _store.Confirm(Changes(age: TimeSpan.FromSeconds(0.5), began: 5, videos: [new VideoChange(_film, 9)]), _store.Now);

        Assert.False(answer.Video.IsDoubtful);
    }

    /// <summary>When very much changes, answers reach back less far: who asks often enough has missed nothing all the same.</summary>
    [Theory]
    [InlineData(500, false)]
    [InlineData(1500, true)]
    public void AnswerThatDoesNotReachBackToTheLast_ConfirmsNothing(int sinceTheLast, bool mustBeRead)
    {
        var answer = Answer(Who.Anonymous);
        _clock.Advance(TimeSpan.FromMilliseconds(sinceTheLast));

        _store.Confirm(Changes(began: 5, reach: TimeSpan.FromSeconds(2), isComplete: false), _store.Now);

        Assert.Equal(mustBeRead, answer.Video.IsDoubtful);
        Assert.Equal(mustBeRead, answer.Video.ConfirmedAt < _store.Now);
    }

    [Fact]
    public void Decision_CostsNoMemory()
    {
        var answer = Answer(Who.Owner, Visibility.Private);
        answer.Decide(_store.Now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) answer.Decide(TimeSpan.FromSeconds(1));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static RecentChanges Changes(
        TimeSpan age = default, long began = 1, TimeSpan? reach = null, bool isComplete = true, IReadOnlyList<VideoChange>? videos = null) =>
        new(videos ?? [], isComplete) { Age = age, BeganAt = began, Reach = reach ?? RecentChanges.Window };

    private static SessionView Session(Guid account, params string[] roles) =>
        new(Guid.NewGuid(), account, "somebody", roles, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);

    private RunningAnswer Answer(Who who, Visibility visibility = Visibility.Public, Guid? film = null)
    {
        var session = who == Who.Anonymous ? null : new WatchedSession(Guid.NewGuid(), "somebody");
        session?.Learn(
            who switch { Who.Owner => Session(_owner), Who.Admin => Session(Guid.NewGuid(), Roles.Admin), _ => Session(Guid.NewGuid()) }, _store.Now);
        var facts = new VideoFacts(Details(1, visibility, film: film), null, _store.Now);
        return new RunningAnswer(_store.Watch(facts), "a viewer", session, MaxUnconfirmed);
    }

    private VideoDetails Details(
        long revision, Visibility visibility = Visibility.Public, VideoStatus status = VideoStatus.Ready, Guid? film = null) =>
        HeldFilm.Details(film ?? _film, revision, status) with { OwnerId = _owner, Visibility = visibility };
}
