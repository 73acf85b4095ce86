using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>
/// The shell of <see cref="PermitLedger"/>: one activation for the cluster, on its own monotonic clock. It grants and
/// renews only while <see cref="EpochWatch"/> is sure that no other does; the row is looked at and written beside its
/// turns, so that a renewal never waits for storage.
/// </summary>
[GrainType("stream-limiter")]
internal sealed partial class StreamLimiterGrain(
    LimiterRow row, StreamLimiterMetrics metrics, IOptions<StreamingOptions> options, TimeProvider clock, ILogger<StreamLimiterGrain> logger)
    : Grain, IStreamLimiterGrain
{
    private readonly long _start = clock.GetTimestamp();
    private readonly SuspensionClock _awake = new(clock);
    private readonly LedgerCounts _told = new();
    private PermitLedger _ledger = null!; // From the activation on.
    private LimiterRegister _register = null!;
    private EpochWatch _watch = new(0, TimeSpan.Zero, TimeSpan.Zero);
    private bool _isBlind;
    private bool _grants;

    /// <summary>The ledger's clock: one that stands still while the machine sleeps frees nothing too early.</summary>
    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>How often the row is looked at: several looks fit into the time that one is good for.</summary>
    private TimeSpan LookEvery => options.Value.Heartbeat < options.Value.LeaseLife / 8 ? options.Value.Heartbeat : options.Value.LeaseLife / 8;

    /// <exception cref="TimeoutException">The database is away. No call filter sees what an activation throws.</exception>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var started = _awake.Now;
        try
        {
            var taken = await row.TakeNext(options.Value.LeaseLife);
            _register = new LimiterRegister(row, taken);
            _watch = new EpochWatch(taken.Epoch, options.Value.LeaseLife, started);
            _ledger = new PermitLedger(PermitLimits.From(options.Value), taken.Epoch, taken.Frontends, Now + 2 * taken.LeaseLife)
            {
                Capacity = taken.Capacity ?? options.Value.MaxStreams,
            };
        }
        catch (DbException exception)
        {
            LogNoEpoch(exception);
            throw new TimeoutException("The stream limiter could not take its epoch: the database did not answer.");
        }

        LogEpoch(_watch.Epoch, _ledger.Frontends.Count);
        this.RegisterGrainTimer(LookAfterIt, new GrainTimerCreationOptions(LookEvery, LookEvery) { Interleave = true, KeepAlive = true });
    }

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

    public Task<LimiterOutcome> Release(FrontendMark mark, Guid lease) => Task.FromResult(_ledger.Release(mark, lease, Now));

    public Task Leave(PlaybackKey playback)
    {
        _ledger.Leave(playback);
        return Task.CompletedTask;
    }

    public Task<QueuePlace?> Place(PlaybackKey playback)
    {
        MakeSure();
        return Task.FromResult(_ledger.Place(playback, Now));
    }

    /// <summary>Refuses to grant or renew while another activation may be doing so.</summary>
    private void MakeSure()
    {
        if (_watch.MayAnswer(_awake.Now)) return;
        if (_watch.IsSuperseded)
        {
            DeactivateOnIdle();
            throw new TimeoutException($"The stream limiter of epoch {_watch.Epoch} was replaced by a later one.");
        }

        if (!_isBlind) LogBlind(_watch.Epoch, _watch.Silence(_awake.Now));
        _isBlind = true;
        throw new TimeoutException("The stream limiter has not seen its row in the database for too long to be sure of its tokens.");
    }

    [LoggerMessage(1401, LogLevel.Information, "The stream limiter has taken epoch {Epoch}; {Frontends} frontends may hold leases of an earlier one")]
    private partial void LogEpoch(long epoch, int frontends);

    [LoggerMessage(1402, LogLevel.Error, "The stream limiter could not take an epoch")]
    private partial void LogNoEpoch(Exception exception);

    [LoggerMessage(1404, LogLevel.Error, "The stream limiter of epoch {Epoch} has not seen its row for {Silence} and grants and renews nothing until it does")]
    private partial void LogBlind(long epoch, TimeSpan silence);
}
