using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Database;
using OrleansVideo.Tests.Silo;
using OrleansVideo.Tests.Silo.Database;

namespace OrleansVideo.Tests.Grains.Catalog;

/// <summary>The silo's one look at what changes: what it costs, and how old it may be.</summary>
public sealed class ChangeFeedTests : IDisposable
{
    private static readonly Guid Film = Guid.NewGuid();

    private readonly FakeTimeProvider _clock = new();
    private readonly TestDatabase _file = new();
    private readonly CountingDatabase _database;
    private readonly RecordingLogger<ChangeFeed> _log = new();
    private readonly ChangeFeed _feed;

    public ChangeFeedTests()
    {
        _database = new CountingDatabase(new SqliteVideoDatabase(_file.Source));
        _feed = new ChangeFeed(new ChangedRows(_database), _clock, _log);
    }

    public void Dispose()
    {
        _feed.Dispose();
        _file.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Statements_AreFiveASecond_HoweverManyFrontendsAsk(int frontends)
    {
        for (var i = 0; i < 50; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, frontends).Select(_ => _feed.Recent()));
            _clock.Advance(ChangeFeed.Pace);
            await _feed.Tick();
        }

        Assert.Equal(51, _database.Opened); // The first question found nothing yet.
    }

    [Fact]
    public async Task Answer_SaysHowLongAgoItsPollBegan_AndNamesWhatWasAnnouncedBefore()
    {
        await Announce(5);
        Assert.Equal(TimeSpan.Zero, (await _feed.Recent()).Age);
        _clock.Advance(TimeSpan.FromMilliseconds(170));
        await Announce(6);

        var changes = await _feed.Recent();

        Assert.Equal(TimeSpan.FromMilliseconds(170), changes.Age);
        Assert.Equal([new VideoChange(Film, 5)], changes.Videos);
        await _feed.Tick();
        Assert.Equal([new VideoChange(Film, 6)], (await _feed.Recent()).Videos);
    }

    /// <summary>A poll is as old as its beginning: what is announced while it runs may be missing.</summary>
    [Fact]
    public async Task Age_CountsFromTheBeginningOfThePoll()
    {
        var release = _database.Hold();
        var asking = _feed.Recent();
        _clock.Advance(TimeSpan.FromSeconds(1));

        release.SetResult();

        Assert.Equal(TimeSpan.FromSeconds(1), (await asking).Age);
    }

    [Fact]
    public async Task WhileNobodyAsks_NothingIsPolled_AndTheFirstAnswerThenIsFresh()
    {
        await _feed.Recent();
        _clock.Advance(ChangeFeed.RestAfter + TimeSpan.FromSeconds(1));
        for (var i = 0; i < 10; i++) await _feed.Tick();
        Assert.Equal(1, _database.Opened);
        await Announce(7);

        var changes = await _feed.Recent();

        Assert.Equal((TimeSpan.Zero, 2), (changes.Age, _database.Opened));
        Assert.Equal([new VideoChange(Film, 7)], changes.Videos);
    }

    [Fact]
    public async Task Feed_ThatWasNeverAsked_PollsNothing()
    {
        await _feed.Tick();
        Assert.Equal(0, _database.Opened);
    }

    /// <summary>Nobody gets an old answer in place of none, and a database that is away is not asked more often for that.</summary>
    [Fact]
    public async Task DatabaseThatIsAway_IsToldToWhoAsks_AndAskedNoMoreOftenThanElse()
    {
        await _feed.Recent();
        _database.Failure = new TimeoutException();
        for (var i = 0; i < 10; i++)
        {
            _clock.Advance(ChangeFeed.Pace);
            await _feed.Tick();
            if (i < 3) continue;
            for (var frontend = 0; frontend < 8; frontend++) await Assert.ThrowsAsync<TimeoutException>(_feed.Recent);
        }

        Assert.Equal(11, _database.Opened);
        _database.Failure = null;
        _clock.Advance(ChangeFeed.Pace);
        await _feed.Tick();
        Assert.Equal(TimeSpan.Zero, (await _feed.Recent()).Age);
        Assert.Equal([LogLevel.Warning, LogLevel.Information], _log.Entries.Select(entry => entry.Level));
    }

    [Fact]
    public async Task DatabaseThatHangs_IsGivenUpAfterTwoSeconds()
    {
        _database.Hold();
        var asking = _feed.Recent();

        _clock.Advance(TimeSpan.FromSeconds(2.1));

        await Assert.ThrowsAsync<TimeoutException>(() => asking);
    }

    private Task Announce(long revision) => new VideoRows(new SqliteVideoDatabase(_file.Source)).Announce(Film, revision, hides: true);

    private sealed class CountingDatabase(IVideoDatabase inner) : IVideoDatabase
    {
        private Task _held = Task.CompletedTask;

        public int Opened { get; private set; }

        public Exception? Failure { get; set; }

        public string NowMilliseconds => inner.NowMilliseconds;

        public VideoSearch Search => inner.Search;

        public TaskCompletionSource Hold()
        {
            var release = new TaskCompletionSource();
            _held = release.Task;
            return release;
        }

        public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken = default)
        {
            Opened++;
            await _held.WaitAsync(cancellationToken);
            return Failure is { } failure ? throw failure : await inner.OpenAsync(cancellationToken);
        }

        public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
