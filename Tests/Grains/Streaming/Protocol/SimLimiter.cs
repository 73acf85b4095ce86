using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>An activation of the limiter: the real ledger and the real watch, in a shell that does what StreamLimiterGrain does.</summary>
internal sealed class SimLimiter : SimProcess
{
    private readonly List<Guid> _joining = [];
    private readonly TimeSpan _life;
    private readonly LedgerSnapshot? _carried;
    private LimiterRecord _record = null!;
    private Task _last = Task.CompletedTask;
    private bool _isSure = true;
    private TimeSpan _rowIsBackAt;
    private TimeSpan _longestLife;
    private TimeSpan _tookOver;
    private bool _grants;
    private bool _hasMoved;

    /// <param name="world">Where.</param>
    /// <param name="carried">What another limiter took along when it stopped in good order; null where none did.</param>
    public SimLimiter(SimWorld world, LedgerSnapshot? carried = null)
        : base(world)
    {
        (_life, _carried) = (world.NextLife, carried);
        Ready = Activate();
        world.Watch(Ready);
    }

    /// <summary>Done when it has its epoch.</summary>
    public Task Ready { get; }

    public PermitLedger Ledger { get; private set; } = null!;

    public EpochWatch Watch { get; private set; } = new(default, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>Whether it has an epoch, and no other has a later one.</summary>
    public bool IsLatest => Ready.IsCompletedSuccessfully && Watch.Epoch == World.Row.Record.Epoch;

    public bool IsCutFromRow => _rowIsBackAt > World.Agenda.Now;

    public void CutFromRow(TimeSpan span) => _rowIsBackAt = World.Agenda.Now + span;

    public Task<StreamAnswer> Acquire(StreamRequest request)
    {
        MakeSure();
        var answer = Ledger.Acquire(request, Monotonic, Watch.MayGrant(Awake));
        if (answer.Lease is { } lease) World.Claims.Granted(lease.Id, request.Playback, Ledger.Capacity);
        return Task.FromResult(answer);
    }

    public Task<StreamAnswer> Join(StreamRequest request)
    {
        MakeSure();
        return Task.FromResult(Ledger.Join(request, Monotonic));
    }

    public Task<HeartbeatAnswer> Renew(StreamHeartbeat heartbeat)
    {
        MakeSure();
        return Task.FromResult(Ledger.Renew(heartbeat, Monotonic));
    }

    public async Task<HeartbeatAnswer> Report(FrontendReport report)
    {
        MakeSure();
        var frontend = report.Mark.Frontend;
        if (report.Mark.Epoch == Ledger.Epoch && !Ledger.Knows(frontend))
        {
            _joining.Add(frontend);
            try
            {
                await SaveFrontends();
                Ledger.Admit(frontend, Monotonic);
            }
            finally
            {
                _joining.Remove(frontend);
            }

            MakeSure();
        }

        return Ledger.Report(report, Monotonic);
    }

    public Task<LimiterOutcome> Release(FrontendMark mark, Guid lease)
    {
        RefuseIfReplaced();
        return Task.FromResult(Ledger.Release(mark, lease, Monotonic));
    }

    public async Task<LimiterOutcome> HandOver(FrontendMark mark, IReadOnlyList<Guid> leases)
    {
        RefuseIfReplaced();
        var outcome = Ledger.HandOver(mark, leases, Monotonic);
        if (outcome == LimiterOutcome.Done) await SaveFrontends();
        return outcome;
    }

    public Task<bool> Leave(PlaybackKey playback)
    {
        RefuseIfReplaced();
        Ledger.Leave(playback);
        return Task.FromResult(true);
    }

    public Task<QueuePlace?> Place(PlaybackKey playback)
    {
        MakeSure();
        return Task.FromResult(Ledger.Place(playback, Monotonic));
    }

    public async Task Evict(int which)
    {
        MakeSure();
        Permit[] held = [.. Ledger.List(null, int.MaxValue).OrderBy(permit => permit.Playback.Viewer)];
        if (held.Length == 0) return;
        var playback = held[which % held.Length].Playback;
        var duration = World.EvictionTime > RevocationTime ? World.EvictionTime : RevocationTime;
        var began = World.Agenda.Now;
        await World.Row.Evict(this, playback, duration);
        Ledger.Evict(playback, Monotonic + duration, Monotonic);
        await Confirm();
        World.Claims.Evicted(playback, began + duration);
    }

    public async Task RevokeVideo(Guid videoId)
    {
        MakeSure();
        var before = World.Claims.LeasesOf(videoId);
        var mayBeHeld = Ledger.RevokeVideo(videoId, Monotonic + RevocationTime, Monotonic);
        if (mayBeHeld) await World.Row.Evict(this, EvictionRows.Everyone(videoId), RevocationTime);
        await Confirm();
        World.Claims.Revoked(before);
    }

    private TimeSpan RevocationTime
    {
        get
        {
            var early = _tookOver + _longestLife * 1.5 - Monotonic;
            return early > _longestLife ? early : _longestLife;
        }
    }

    /// <summary>The silo stops in good order.</summary>
    /// <returns>What the next limiter is told; null when this one has nothing to tell.</returns>
    public LedgerSnapshot? Stop()
    {
        var saved = IsAlive && Ready.IsCompletedSuccessfully && !Watch.IsSuperseded ? Ledger.Save(Watch.Term.Nonce, Monotonic) : null;
        _hasMoved = true;
        Die();
        return saved;
    }

    public async Task SetCapacity(int capacity)
    {
        MakeSure();
        await Change(record => record.Capacity == capacity ? record : record with { Capacity = capacity });
        Ledger.Capacity = capacity;
    }

    private async Task Activate()
    {
        var started = Awake;
        LimiterRecord? taken = null;
        LimiterTerm before = default;
        (PlaybackKey, TimeSpan)[] inForce;
        try
        {
            while (taken is null)
            {
                var seen = await World.Row.Read(this);
                var life = seen.LeaseLife > _life ? seen.LeaseLife : _life;
                before = seen.Term;
                taken = await World.Row.Replace(this, seen, seen with { Epoch = seen.Epoch + 1, Nonce = World.NextNonce(), LeaseLife = life });
            }

            inForce = await World.Row.InForce(this);
        }
        catch (TimeoutException)
        {
            Die();
            throw;
        }

        _record = taken;
        Watch = new EpochWatch(taken.Term, _life, started);
        (_longestLife, _tookOver) = (taken.LeaseLife, Monotonic);
        var limits = new PermitLimits(SimWorld.Capacity, 99, 99, _life, World.Linger, World.PlaceLife);
        if (_carried is { } saved && saved.Term == before)
        {
            Ledger = PermitLedger.Resume(saved, limits, taken.Epoch, Monotonic);
            World.Claims.Moved(saved, Ledger.Save("", Monotonic), Ledger.IsGranting(Monotonic));
        }
        else
        {
            Ledger = new PermitLedger(limits, taken.Epoch, taken.Frontends, Monotonic + 2 * taken.LeaseLife);
        }

        Ledger.Capacity = taken.Capacity ?? SimWorld.Capacity;
        foreach (var (playback, left) in inForce)
        {
            if (playback == EvictionRows.Everyone(playback.VideoId)) Ledger.RevokeVideo(playback.VideoId, Monotonic + left, Monotonic);
            else Ledger.Evict(playback, Monotonic + left, Monotonic);
        }

        World.Watch(LookAfterIt());
    }

    /// <summary>Brings the row's list up to date: those that are dealt with, and those that are about to be.</summary>
    private Task SaveFrontends() => Change(record =>
    {
        var wanted = Ledger.Frontends.Union(_joining).Order().ToArray();
        return wanted.SequenceEqual(record.Frontends) ? record : record with { Frontends = wanted };
    });

    private Task Change(Func<LimiterRecord, LimiterRecord> change) => _last = After(_last, change);

    private async Task After(Task before, Func<LimiterRecord, LimiterRecord> change)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        while (change(_record) is var next && (!_isSure || !ReferenceEquals(next, _record)))
        {
            _isSure = false;
            _record = await World.Row.Replace(this, _record, next) ?? await ReadOwn();
            _isSure = true;
        }
    }

    private async Task<LimiterRecord> ReadOwn() =>
        await World.Row.Read(this) is { } found && found.Term == _record.Term ? found : throw new TimeoutException("Replaced by a later one.");

    private async Task LookAfterIt()
    {
        while (true)
        {
            await Delay(_life / 12);
            World.Watch(LookOnce()); // The timer interleaves: a look that hangs does not hold up the next.
        }
    }

    private async Task LookOnce()
    {
        try
        {
            await Look();
        }
        catch (TimeoutException)
        {
            // The next look tries again.
        }

        if (Watch.IsSuperseded) Die();
        Ledger.Settle(Monotonic);
        if (!Watch.MayAnswer(Awake)) return;
        Ledger.PruneEvictions(Monotonic);
        if (Ledger.StrikeSilent(Monotonic)) await TrySave(SaveFrontends);
        if (_grants || !Ledger.IsGranting(Monotonic)) return;
        _grants = true;
        await TrySave(() => Change(record => record.LeaseLife == _life ? record : record with { LeaseLife = _life }));
    }

    private async Task Look()
    {
        var started = Awake;
        Watch.Found((await World.Row.Read(this)).Term, started);
    }

    private async Task Confirm()
    {
        await Look();
        MakeSure();
    }

    private static async Task TrySave(Func<Task> save)
    {
        try
        {
            await save();
        }
        catch (TimeoutException)
        {
            // A list that is too long only makes a later limiter wait.
        }
    }

    private void MakeSure()
    {
        RefuseIfReplaced();
        if (!Watch.MayAnswer(Awake)) throw new TimeoutException("Not sure to be the only one.");
    }

    private void RefuseIfReplaced()
    {
        if (Watch.IsSuperseded) Die();
        if (_hasMoved || Watch.IsSuperseded) throw new TimeoutException("Replaced.");
    }
}
