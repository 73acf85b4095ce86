using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Catalog;
using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>
/// The shell of <see cref="PermitLedger"/>: one activation for the cluster, on its own monotonic clock. It grants and
/// renews only while <see cref="EpochWatch"/> is sure that no other does; the row is looked at and written beside its
/// turns, so that a renewal never waits for storage. When its silo stops in good order it moves to another, ledger, queue and
/// all; that one goes on from there if it is the next to take the row, and else takes over as after a crash.
/// </summary>
[GrainType("stream-limiter")]
internal sealed partial class StreamLimiterGrain(
    LimiterRow row, EvictionRows evictions, StreamLimiterMetrics metrics, ISiloStatusOracle silos, IOptions<StreamingOptions> options,
    TimeProvider clock, ILogger<StreamLimiterGrain> logger)
    : Grain, IStreamLimiterGrain, IGrainMigrationParticipant
{
    private const string SnapshotKey = "stream-limiter/ledger";

    /// <summary>
    /// Most leases and places in the queue that are taken along, some 24 MB: a message of Orleans may be 100 MB. With more, the
    /// next limiter takes over as after a crash.
    /// </summary>
    private const int MostCarried = 200_000;

    private readonly long _start = clock.GetTimestamp();
    private readonly SuspensionClock _awake = new(clock);
    private readonly LedgerCounts _told = new();

    /// <summary>Those whose reports wait for the row, as often as there are such reports: one that fails does not take the others' name away.</summary>
    private readonly List<Guid> _joining = [];

    private PermitLedger _ledger = null!; // From the activation on.
    private LimiterRegister _register = null!;
    private EpochWatch _watch = new(default, TimeSpan.Zero, TimeSpan.Zero);
    private LedgerSnapshot? _carried;
    private TimeSpan _longestLife;
    private TimeSpan _tookOver;
    private bool _hasMoved;
    private bool _isBlind;
    private bool _grants;

    /// <summary>The ledger's clock, from this activation's start: one that stands still while the machine sleeps frees nothing too early.</summary>
    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>How often the row is looked at: several looks fit into the time that one is good for.</summary>
    private TimeSpan LookEvery => options.Value.Heartbeat < options.Value.LeaseLife / 8 ? options.Value.Heartbeat : options.Value.LeaseLife / 8;

    /// <exception cref="TimeoutException">The database is away. No call filter sees what an activation throws.</exception>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var started = _awake.Now;
        try
        {
            var (taken, before) = await row.TakeNext(options.Value.LeaseLife);
            var inForce = await evictions.InForce(cancellationToken); // After the epoch: an earlier limiter acknowledges none any more.
            _register = new LimiterRegister(row, taken);
            _watch = new EpochWatch(taken.Term, options.Value.LeaseLife, started);
            (_longestLife, _tookOver) = (taken.LeaseLife, Now);
            _ledger = Open(taken, before);
            foreach (var (playback, left) in inForce)
            {
                if (playback == EvictionRows.Everyone(playback.VideoId)) _ledger.RevokeVideo(playback.VideoId, Now + left, Now);
                else _ledger.Evict(playback, Now + left, Now);
            }
        }
        catch (DbException exception)
        {
            LogNoEpoch(exception);
            throw new TimeoutException("The stream limiter could not take its epoch: the database did not answer.");
        }

        this.RegisterGrainTimer(LookAfterIt, new GrainTimerCreationOptions(LookEvery, LookEvery) { Interleave = true, KeepAlive = true });
    }

    /// <summary>A silo that stops in good order hands the ledger to another one, if there is another.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Publish(_ledger.Counts, _told);
        if (reason.ReasonCode == DeactivationReasonCode.ShuttingDown
            && silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Any(silo => !silo.Equals(silos.SiloAddress)))
        {
            this.MigrateOnIdle();
        }

        return Task.CompletedTask;
    }

    /// <summary>From here on nothing is answered: what the next limiter goes on from must stay true.</summary>
    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        if (_watch.IsSuperseded) return;
        _hasMoved = true;
        var saved = _ledger.Save(_watch.Term.Nonce, Now);
        if (saved.Size <= MostCarried && dehydrationContext.TryAddValue(SnapshotKey, saved)) LogMoves(_watch.Epoch, saved.Leases.Count, saved.Queue.Count);
        else LogTooMuch(_watch.Epoch, saved.Leases.Count, saved.Queue.Count);
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext) => rehydrationContext.TryGetValue(SnapshotKey, out _carried);

    public Task<StreamAnswer> Acquire(StreamRequest request)
    {
        MakeSure();
        return Task.FromResult(_ledger.Acquire(request, Now, _watch.MayGrant(_awake.Now)));
    }

    public Task<StreamAnswer> Join(StreamRequest request)
    {
        MakeSure();
        return Task.FromResult(_ledger.Join(request, Now));
    }

    public Task<HeartbeatAnswer> Renew(StreamHeartbeat heartbeat)
    {
        MakeSure();
        return Task.FromResult(_ledger.Renew(heartbeat, Now));
    }

    /// <remarks>
    /// Done without certainty: it only gives up what its frontend has given up before it asked. A later limiter learns of the lease
    /// from that frontend's report, in which it is not; and a frontend that has reported there is sent there by its mark.
    /// </remarks>
    public Task<LimiterOutcome> Release(FrontendMark mark, Guid lease)
    {
        RefuseIfReplaced();
        return Task.FromResult(_ledger.Release(mark, lease, Now));
    }

    /// <remarks>
    /// Done without certainty, as a viewer who closes a page can't wait for the database: were there a later limiter, the token there
    /// would be given back when its playback has been idle for a linger, and the place in the queue when nobody asked for it.
    /// </remarks>
    public Task Leave(PlaybackKey playback)
    {
        RefuseIfReplaced();
        _ledger.Leave(playback);
        return Task.CompletedTask;
    }

    public Task<QueuePlace?> Place(PlaybackKey playback)
    {
        MakeSure();
        return Task.FromResult(_ledger.Place(playback, Now));
    }

    /// <summary>A new ledger, or the one that came along: if the row was the other's until this activation took it, nobody granted in between.</summary>
    private PermitLedger Open(LimiterRecord taken, LimiterTerm before)
    {
        var limits = PermitLimits.From(options.Value);
        PermitLedger ledger;
        if (_carried is { } saved && saved.Term == before)
        {
            ledger = PermitLedger.Resume(saved, limits, taken.Epoch, Now);
            _told.CopyFrom(ledger.Counts); // What was counted there was published there.
            LogGoesOn(taken.Epoch, before.Epoch, saved.Leases.Count, saved.Queue.Count);
        }
        else
        {
            ledger = new PermitLedger(limits, taken.Epoch, taken.Frontends, Now + 2 * taken.LeaseLife);
            LogEpoch(taken.Epoch, ledger.Frontends.Count);
        }

        _carried = null;
        ledger.Capacity = taken.Capacity ?? options.Value.MaxStreams;
        return ledger;
    }

    /// <summary>Refuses to grant, renew or take back while another activation may be doing so.</summary>
    private void MakeSure()
    {
        RefuseIfReplaced();
        if (_watch.MayAnswer(_awake.Now)) return;
        if (!_isBlind) LogBlind(_watch.Epoch, _watch.Silence(_awake.Now));
        _isBlind = true;
        throw new TimeoutException("The stream limiter has not seen its row in the database for too long to be sure of its tokens.");
    }

    /// <summary>Sends whoever asks to the activation that is known to have taken over, or is about to.</summary>
    private void RefuseIfReplaced()
    {
        if (_hasMoved) throw new TimeoutException($"The stream limiter of epoch {_watch.Epoch} moves to another silo.");
        if (!_watch.IsSuperseded) return;
        DeactivateOnIdle();
        throw new TimeoutException($"The stream limiter of epoch {_watch.Epoch} was replaced by a later one.");
    }

    // What admins and deletions do with tokens, and what the dashboard shows of them.

    /// <remarks>
    /// The caller takes "done" for a promise, so it must hold for whoever takes over next: 1. the leases that are known are taken
    /// back; 2. a row names the video, where anybody may hold a lease of it; 3. a look that begins after that finds no later
    /// limiter: one that comes now reads the row before it takes over any lease.
    /// </remarks>
    public async Task RevokeVideo(Guid videoId)
    {
        MakeSure();
        var mayBeHeld = _ledger.RevokeVideo(videoId, Now + RevocationTime, Now); // 1
        if (mayBeHeld) await evictions.Add(EvictionRows.Everyone(videoId), RevocationTime); // 2
        await Confirm(); // 3
    }

    /// <remarks>As <see cref="RevokeVideo"/>, but for the order: a row that could not be written leaves everything as it was.</remarks>
    public async Task<bool> Evict(Guid lease)
    {
        MakeSure();
        if (_ledger.PlaybackOf(lease) is not { } playback)
        {
            await Confirm(); // A later limiter may know it.
            if (_ledger.IsGranting(Now)) return false;
            throw new TimeoutException("The stream limiter has taken over lately and still learns which tokens are held.");
        }

        var duration = options.Value.EvictionTime > RevocationTime ? options.Value.EvictionTime : RevocationTime;
        await evictions.Add(playback, duration);
        _ledger.Evict(playback, Now + duration, Now);
        await Confirm();
        LogEvicted(lease, duration);
        return true;
    }

    /// <summary>
    /// How long a lease that was taken back must be known as such: as long as a frontend can believe in it. That is less than a
    /// life from now; but in a limiter's first moments the one before may not know that it was replaced, and keep leases alive:
    /// two thirds of a life by its last look, two thirds by the frontend's count, and an eighth of that for slow clocks.
    /// </summary>
    private TimeSpan RevocationTime
    {
        get
        {
            var early = _tookOver + _longestLife * 1.5 - Now;
            return early > _longestLife ? early : _longestLife;
        }
    }

    public Task<Page<StreamHolding>> ListLeases(PageRequest page)
    {
        RefuseIfReplaced(); // A list that is a moment old is what a list is; of one that is known to be replaced it would be wrong.
        var (now, wall) = (Now, clock.GetUtcNow());
        var limit = Math.Clamp(page.Limit, 1, PageRequest.MaxLimit);
        var after = Guid.TryParse(page.Cursor, out var cursor) ? cursor : (Guid?)null;
        var found = _ledger.List(after, limit + 1);
        return Task.FromResult(new Page<StreamHolding>(
            [.. found.Take(limit).Select(permit => Show(permit, wall - (now - permit.Since)))],
            found.Count > limit ? found[limit - 1].Id.ToString() : null));
    }

    public Task<StreamLimiterView> GetState() => Task.FromResult(new StreamLimiterView
    {
        Capacity = _ledger.Capacity,
        Held = _ledger.Held,
        Waiting = _ledger.Waiting,
        Frontends = _ledger.Reported,
        Granted = _ledger.Counts.Granted,
        RefusedFull = _ledger.Counts.Refused.GetValueOrDefault(RefusalCode.StreamsExhausted),
        RefusedViewer = _ledger.Counts.Refused.GetValueOrDefault(RefusalCode.ViewerLimit),
        RefusedAddress = _ledger.Counts.Refused.GetValueOrDefault(RefusalCode.AddressLimit),
        RefusedEvicted = _ledger.Counts.Refused.GetValueOrDefault(RefusalCode.Evicted),
        Expired = _ledger.Counts.Expired,
        Recovered = _ledger.Counts.Recovered,
        Revoked = _ledger.Counts.Revoked,
        Epoch = _watch.Epoch,
        IsSure = _watch.MayAnswer(_awake.Now),
        IsGranting = _ledger.IsGranting(Now),
    });

    private static StreamHolding Show(Permit permit, DateTimeOffset since) => new()
    {
        Id = permit.Id,
        Playback = permit.Playback,
        Address = permit.Address,
        Frontend = permit.Holders.MaxBy(holder => holder.BytesSent)?.Frontend,
        Since = since,
        Requests = permit.Holders.Sum(holder => holder.Requests),
        BytesSent = permit.Holders.Sum(holder => holder.BytesSent),
    };

    // What the limiter does with its row, always beside its turns.

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

    [LoggerMessage(1401, LogLevel.Information, "The stream limiter has taken epoch {Epoch}; {Frontends} frontends may hold leases of an earlier one")]
    private partial void LogEpoch(long epoch, int frontends);

    [LoggerMessage(1402, LogLevel.Error, "The stream limiter could not take an epoch")]
    private partial void LogNoEpoch(Exception exception);

    [LoggerMessage(1403, LogLevel.Debug, "The stream limiter could not look at its row")]
    private partial void LogUnseen(Exception exception);

    [LoggerMessage(1404, LogLevel.Error, "The stream limiter of epoch {Epoch} has not seen its row for {Silence} and grants and renews nothing until it does")]
    private partial void LogBlind(long epoch, TimeSpan silence);

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

    [LoggerMessage(1410, LogLevel.Information, "The stream token {Lease} was taken back by an admin's order; its playback gets none for {Duration}")]
    private partial void LogEvicted(Guid lease, TimeSpan duration);

    [LoggerMessage(1411, LogLevel.Information, "The stream limiter of epoch {Epoch} moves to another silo with {Leases} leases and {Waiting} who wait")]
    private partial void LogMoves(long epoch, int leases, int waiting);

    [LoggerMessage(1412, LogLevel.Warning, "The stream limiter of epoch {Epoch} has too much to take along, {Leases} leases and {Waiting} who wait: the next one asks the frontends")]
    private partial void LogTooMuch(long epoch, int leases, int waiting);

    [LoggerMessage(1413, LogLevel.Information, "The stream limiter has taken epoch {Epoch} and goes on where epoch {Before} stopped, with {Leases} leases and {Waiting} who wait")]
    private partial void LogGoesOn(long epoch, long before, int leases, int waiting);
}
