using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>
/// The shell of <see cref="PermitLedger"/>: one activation for the cluster, on its own monotonic clock. It grants and
/// renews only while <see cref="EpochWatch"/> is sure that no other does; the row is looked at beside its turns, so that
/// a renewal never waits for storage.
/// </summary>
[GrainType("stream-limiter")]
internal sealed partial class StreamLimiterGrain(
    LimiterRow row, IOptions<StreamingOptions> options, TimeProvider clock, ILogger<StreamLimiterGrain> logger)
    : Grain, IStreamLimiterGrain
{
    private readonly PermitLedger _ledger = new(PermitLimits.From(options.Value));
    private readonly long _start = clock.GetTimestamp();
    private EpochWatch _watch = new(0, TimeSpan.Zero, TimeSpan.Zero);
    private bool _isBlind;

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>How often the row is looked at: several looks fit into the time that one is good for.</summary>
    private TimeSpan LookEvery => options.Value.Heartbeat < options.Value.LeaseLife / 8 ? options.Value.Heartbeat : options.Value.LeaseLife / 8;

    /// <exception cref="TimeoutException">The database is away. No call filter sees what an activation throws.</exception>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var started = Now;
        try
        {
            _watch = new EpochWatch(await row.TakeNext(), options.Value.LeaseLife, started);
        }
        catch (DbException exception)
        {
            LogNoEpoch(exception);
            throw new TimeoutException("The stream limiter could not take its epoch: the database did not answer.");
        }

        LogEpoch(_watch.Epoch);
        this.RegisterGrainTimer(LookAtRow, new GrainTimerCreationOptions(LookEvery, LookEvery) { Interleave = true, KeepAlive = true });
    }

    public Task<Result<StreamLease>> Acquire(AcquireStream request)
    {
        MakeSure();
        return Task.FromResult(_ledger.Acquire(request, Now));
    }

    public Task<IReadOnlyList<Guid>> Renew(Guid frontend, IReadOnlyList<Guid> leases)
    {
        MakeSure();
        return Task.FromResult(_ledger.Renew(frontend, leases, Now));
    }

    public Task Release(Guid frontend, Guid lease)
    {
        _ledger.Release(frontend, lease);
        return Task.CompletedTask;
    }

    public Task HandOver(Guid frontend, IReadOnlyList<Guid> leases)
    {
        _ledger.HandOver(frontend, leases, Now);
        return Task.CompletedTask;
    }

    public Task RevokeVideo(Guid videoId)
    {
        _ledger.RevokeVideo(videoId);
        return Task.CompletedTask;
    }

    public Task<StreamLimiterView> GetState() => Task.FromResult(new StreamLimiterView
    {
        Capacity = _ledger.Capacity,
        Held = _ledger.Held,
        Frontends = _ledger.Frontends,
        Granted = _ledger.Granted,
        Refused = _ledger.Refused,
        Expired = _ledger.Expired,
        Epoch = _watch.Epoch,
        IsSure = _watch.MayAnswer(Now),
    });

    /// <summary>Refuses to grant or renew while another activation may be doing so.</summary>
    private void MakeSure()
    {
        if (_watch.MayAnswer(Now)) return;
        if (_watch.IsSuperseded)
        {
            DeactivateOnIdle();
            throw new TimeoutException($"The stream limiter of epoch {_watch.Epoch} was replaced by a later one.");
        }

        if (!_isBlind) LogBlind(_watch.Epoch, _watch.Silence(Now));
        _isBlind = true;
        throw new TimeoutException("The stream limiter has not seen its row in the database for too long to be sure of its tokens.");
    }

    /// <summary>One look, beside the turns. Its failure changes nothing: what counts is when the last one succeeded.</summary>
    private async Task LookAtRow(CancellationToken cancellationToken)
    {
        var started = Now;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Value.LeaseLife / 6);
        try
        {
            _watch.Found(await row.Look(patience.Token), started);
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

    [LoggerMessage(1401, LogLevel.Information, "The stream limiter has taken epoch {Epoch}")]
    private partial void LogEpoch(long epoch);

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
}
