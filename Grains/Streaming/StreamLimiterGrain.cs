using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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

    [LoggerMessage(1401, LogLevel.Information, "The stream limiter has taken epoch {Epoch}; {Frontends} frontends may hold leases of an earlier one")]
    private partial void LogEpoch(long epoch, int frontends);

    [LoggerMessage(1402, LogLevel.Error, "The stream limiter could not take an epoch")]
    private partial void LogNoEpoch(Exception exception);

    [LoggerMessage(1404, LogLevel.Error, "The stream limiter of epoch {Epoch} has not seen its row for {Silence} and grants and renews nothing until it does")]
    private partial void LogBlind(long epoch, TimeSpan silence);

    [LoggerMessage(1411, LogLevel.Information, "The stream limiter of epoch {Epoch} moves to another silo with {Leases} leases and {Waiting} who wait")]
    private partial void LogMoves(long epoch, int leases, int waiting);

    [LoggerMessage(1412, LogLevel.Warning, "The stream limiter of epoch {Epoch} has too much to take along, {Leases} leases and {Waiting} who wait: the next one asks the frontends")]
    private partial void LogTooMuch(long epoch, int leases, int waiting);

    [LoggerMessage(1413, LogLevel.Information, "The stream limiter has taken epoch {Epoch} and goes on where epoch {Before} stopped, with {Leases} leases and {Waiting} who wait")]
    private partial void LogGoesOn(long epoch, long before, int leases, int waiting);
}
