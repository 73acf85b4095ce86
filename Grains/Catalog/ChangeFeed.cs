using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansVideo.Catalog;
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
