using Microsoft.Extensions.Logging;
using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>What the limiter does with its row, always beside its turns.</summary>
internal sealed partial class StreamLimiterGrain
{
    /// <summary>Those whose reports wait for the row, as often as there are such reports: one that fails does not take the others' name away.</summary>
    private readonly List<Guid> _joining = [];

    public async Task<HeartbeatAnswer> Report(FrontendReport report)
    {
        MakeSure();
        var frontend = report.Mark.Frontend;
        if (report.Mark.Epoch == _ledger.Epoch && !_ledger.Knows(frontend))
        {
            _joining.Add(frontend);
            try
            {
                await SaveFrontends();
                _ledger.Admit(frontend, Now);
            }
            finally
            {
                _joining.Remove(frontend);
            }

            MakeSure();
        }

        return _ledger.Report(report, Now);
    }

    /// <remarks>The row tells whether this is the latest limiter: where nothing is to be written, nothing was known of the frontend.</remarks>
    public async Task<LimiterOutcome> HandOver(FrontendMark mark, IReadOnlyList<Guid> leases)
    {
        RefuseIfReplaced();
        var outcome = _ledger.HandOver(mark, leases, Now);
        if (outcome == LimiterOutcome.Done) await SaveFrontends();
        return outcome;
    }

    public async Task<StreamLimiterView> SetCapacity(int? maxStreams)
    {
        MakeSure();
        ArgumentOutOfRangeException.ThrowIfNegative(maxStreams ?? 0);
        await _register.Change(record => record.Capacity == maxStreams ? record : record with { Capacity = maxStreams });
        _ledger.Capacity = maxStreams ?? options.Value.MaxStreams;
        LogCapacity(_ledger.Capacity);
        return await GetState();
    }

    /// <summary>Brings the row's list up to date: those that are dealt with, and those that are about to be.</summary>
    private Task SaveFrontends() => _register.Change(record =>
    {
        var wanted = _ledger.Frontends.Union(_joining).Order().ToArray();
        return wanted.SequenceEqual(record.Frontends) ? record : record with { Frontends = wanted };
    });

    private async Task LookAfterIt(CancellationToken cancellationToken)
    {
        await LookAtRow(cancellationToken);
        _ledger.Settle(Now);
        metrics.Publish(_ledger.Counts, _told);
        if (!_watch.MayAnswer(_awake.Now)) return;
        if (_ledger.PruneEvictions(Now)) await TrySave(evictions.Prune);
        if (_ledger.StrikeSilent(Now)) await TrySave(SaveFrontends);
        if (_grants || !_ledger.IsGranting(Now)) return;
        _grants = true;
        LogGrants(_watch.Epoch, _ledger.Held);

        // Every lease of a longer life that was promised before has lapsed or is known by now.
        await TrySave(() => _register.Change(record => record.LeaseLife == options.Value.LeaseLife ? record : record with { LeaseLife = options.Value.LeaseLife }));
    }

    /// <summary>One look. Its failure changes nothing: what counts is when the last one succeeded.</summary>
    private async Task LookAtRow(CancellationToken cancellationToken)
    {
        try
        {
            await Look(cancellationToken);
        }
#pragma warning disable CA1031 // Whatever keeps the row from being seen, the next look tries again; silence ends the answers.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogUnseen(exception);
            return;
        }

        if (_watch.IsSuperseded)
        {
            LogSuperseded(_watch.Epoch);
            DeactivateOnIdle();
        }
        else if (_isBlind)
        {
            _isBlind = false;
            LogSure(_watch.Epoch);
        }
    }

    private async Task Look(CancellationToken cancellationToken)
    {
        var started = _awake.Now;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Value.LeaseLife / 6);
        _watch.Found((await row.Read(patience.Token))?.Term, started);
    }

    /// <summary>
    /// Makes sure by a look of its own that no other activation had taken over when it began: whatever the database held by then,
    /// the next one will find.
    /// </summary>
    /// <exception cref="TimeoutException">Another has, or the row could not be seen: what was to be acknowledged is not.</exception>
    private async Task Confirm()
    {
        try
        {
            await Look(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("The stream limiter could not see its row in the database in time.");
        }

        MakeSure();
    }

    /// <summary>A list that is too long, or a life too long, only makes a later limiter wait: the next change writes it again.</summary>
    private async Task TrySave(Func<Task> save)
    {
        try
        {
            await save();
        }
#pragma warning disable CA1031 // As above: nothing here may end the timer.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogUnsaved(exception);
        }
    }

    [LoggerMessage(1403, LogLevel.Debug, "The stream limiter could not look at its row")]
    private partial void LogUnseen(Exception exception);

    [LoggerMessage(1405, LogLevel.Warning, "The stream limiter of epoch {Epoch} sees its row again")]
    private partial void LogSure(long epoch);

    [LoggerMessage(1406, LogLevel.Warning, "The stream limiter of epoch {Epoch} was replaced by a later one")]
    private partial void LogSuperseded(long epoch);

    [LoggerMessage(1407, LogLevel.Information, "The stream limiter of epoch {Epoch} grants; {Held} tokens are held")]
    private partial void LogGrants(long epoch, int held);

    [LoggerMessage(1408, LogLevel.Warning, "The stream limiter could not write its row")]
    private partial void LogUnsaved(Exception exception);

    [LoggerMessage(1409, LogLevel.Information, "There are {Capacity} stream tokens by an admin's order")]
    private partial void LogCapacity(int capacity);
}
