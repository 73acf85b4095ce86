using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Catalog;

/// <summary>
/// The silo's one look at what changes: five times a second while anybody asks it polls the database, and answers every
/// frontend from what the last poll found. So the load of the database does not grow with the number of frontends. An answer
/// carries its age: what was acknowledged before its poll began is in it, of anything later it says nothing.
/// </summary>
/// <param name="rows">What changes, in the database.</param>
/// <param name="clock">The machine's clocks; sleep of the machine counts as age.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ChangeFeed(ChangedRows rows, TimeProvider clock, ILogger<ChangeFeed> logger) : BackgroundService
{
    /// <summary>How often the database is asked.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>What is older than this is not handed out: who asks waits for the poll that is on its way, or for one more.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(500);

    /// <summary>After so long without a question the polls rest.</summary>
    public static readonly TimeSpan RestAfter = TimeSpan.FromSeconds(10);

    /// <summary>A poll that takes longer is given up: the database may be back for the next one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SuspensionClock _clock = new(clock);
    private readonly Lock _lock = new();
    private volatile Poll? _newest;
    private Task<Poll>? _polling;
    private TimeSpan _pollBegan;
    private long _askedAt = long.MinValue;
    private bool _isMissed;

    /// <summary>What changes and what changed lately, with its age.</summary>
    /// <exception cref="TimeoutException">The database does not answer. Other errors of the database pass as they are.</exception>
    public async Task<RecentChanges> Recent()
    {
        Interlocked.Exchange(ref _askedAt, _clock.Now.Ticks);
        var poll = _newest is { } newest && _clock.Now - newest.Began <= MaxAge ? newest : await Join();
        return poll.Changes with { Age = _clock.Now - poll.Began };
    }

    /// <summary>Polls once, if anybody has asked of late.</summary>
    internal Task Tick() => IsAskedFor ? TryPoll() : Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Tick();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    private bool IsAskedFor => Interlocked.Read(ref _askedAt) is var asked && asked != long.MinValue && _clock.Now - new TimeSpan(asked) <= RestAfter;

    /// <summary>A poll that fails ends no other; the log has the first of a row that failed, and the next that did not.</summary>
    private async Task TryPoll()
    {
        try
        {
            await Join();
            if (_isMissed) LogAnswered();
            _isMissed = false;
        }
#pragma warning disable CA1031 // Whatever it was, the next poll is due.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_isMissed) LogMissed(e);
            _isMissed = true;
        }
    }

    /// <summary>The poll that is on its way, or a new one: never two at a time, nor one at once after another that failed.</summary>
    private Task<Poll> Join()
    {
        lock (_lock)
        {
            if (_polling is null || _polling.IsCompletedSuccessfully || (_polling.IsCompleted && _clock.Now - _pollBegan >= Pace))
                (_pollBegan, _polling) = (_clock.Now, Look());
            return _polling;
        }
    }

    private async Task<Poll> Look()
    {
        var began = _clock.Now; // Before the statement is sent: what it sees is at least as young.
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            var poll = new Poll(began, await rows.Recent(cancellationToken: patience.Token));
            _newest = poll;
            return poll;
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"The database did not say within {Patience} what changed.", e);
        }
    }

    [LoggerMessage(1150, LogLevel.Warning, "The database does not say which videos changed, asking again in {Pace}")]
    private partial void LogMissed(Exception error, TimeSpan pace);

    private void LogMissed(Exception error) => LogMissed(error, Pace);

    [LoggerMessage(1151, LogLevel.Information, "The database says again which videos changed")]
    private partial void LogAnswered();

    /// <summary>What one poll found, and when it began by this silo's clock.</summary>
    private sealed record Poll(TimeSpan Began, RecentChanges Changes);
}

/// <summary>
/// What changes and what changed lately. A change is an open intent from before its grain's state moves until the very
/// transaction that writes its row, and one statement sees the one or the other: no change slips through between them.
/// </summary>
internal sealed class ChangedRows(IVideoDatabase database)
{
    /// <summary>Most intents, and most rows, that one answer names: what a hundred kilobytes hold.</summary>
    public const int Most = 5_000;

    private const long IsClock = 0, IsIntent = 1, IsChanged = 2, IsEvicted = 3;

    /// <remarks>
    /// The clock in a query of its own, asked once, and an order: so PostgreSQL finds the range in the index, though the clock
    /// moves and though it guesses that a third of all rows is recent. Evictions without a viewer, of all playbacks of a video, are
    /// the limiter's alone: frontends know the video.
    /// </remarks>
    internal const string Sql =
        """
        select cast(0 as bigint) as Kind, '' as VideoId, cast(0 as bigint) as Revision, (select {now}) as At, '' as Viewer
        union all
        select * from (select 1, video_id, revision, 0, '' from video_intents limit @take) intents
        union all
        select * from (
            select 2, id, revision, changed_at, '' from videos where changed_at >= (select {now}) - @window order by changed_at desc limit @take) changed
        union all
        select * from (
            select 3, video_id, 0, ends_at - (select {now}), viewer from stream_evictions
            where ends_at > (select {now}) and viewer <> '' order by ends_at desc limit @take) evicted
        """;

    /// <summary>
    /// Open intents, and the latest rows written within the window. Where there are more rows than can be named, the answer
    /// says how far back it names all of them; where there are more intents, it reaches nowhere. And evictions that are in force. A row whose
    /// id can't be read is passed over: it must not keep all frontends from what the others say.
    /// </summary>
    /// <param name="most">Most of each.</param>
    /// <param name="cancellationToken">Gives the look up.</param>
    public async Task<RecentChanges> Recent(int most = Most, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<(long Kind, string VideoId, long Revision, long At, string Viewer)>(new CommandDefinition(
            database.WithNow(Sql), new { window = (long)RecentChanges.Window.TotalMilliseconds, take = most + 1 }, cancellationToken: cancellationToken));
        var greatest = new Dictionary<Guid, long>();
        List<VideoEviction> evictions = [];
        var (now, intents, changed, oldest) = (0L, 0, 0, long.MaxValue);
        foreach (var (kind, videoId, revision, at, viewer) in rows)
        {
            if (kind == IsClock)
            {
                now = at;
                continue;
            }

            if (kind == IsIntent) intents++;
            else if (kind == IsChanged) (changed, oldest) = (changed + 1, Math.Min(oldest, at));
            if (!Guid.TryParse(videoId, out var id)) continue; // Nobody plays it, and everybody waits for what the other rows say.
            if (kind == IsEvicted) evictions.Add(new VideoEviction(new PlaybackKey(viewer, id), TimeSpan.FromMilliseconds(at)));
            else greatest[id] = Math.Max(revision, greatest.GetValueOrDefault(id));
        }

        var isComplete = intents <= most && changed <= most;
        var reach = isComplete ? RecentChanges.Window
            : intents > most ? TimeSpan.Zero
            : TimeSpan.FromMilliseconds(Math.Clamp(now - oldest - 1, 0, RecentChanges.Window.TotalMilliseconds)); // Of its own millisecond some may be missing.
        return new RecentChanges([.. greatest.Select(one => new VideoChange(one.Key, one.Value))], isComplete) { BeganAt = now, Reach = reach, Evictions = evictions };
    }
}
