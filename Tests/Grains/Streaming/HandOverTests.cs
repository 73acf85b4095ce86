using CsCheck;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>A frontend stops; its playbacks go on at another, each under the token that it has.</summary>
public sealed class HandOverTests
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(15);
    private static readonly Guid Web1 = Guid.NewGuid();
    private static readonly Guid Web2 = Guid.NewGuid();
    private static readonly Guid Film = Guid.NewGuid();

    private readonly PermitLedger _ledger = new(new PermitLimits(Capacity: 1, PerViewer: 4, PerAddress: 32, Life, Linger));

    [Fact]
    public void HandedOver_IsJoinedByItsPlaybackAlone()
    {
        var lease = Acquire("a", Web1, 0).Value!.Id;
        _ledger.HandOver(Web1, [lease], At(10));

        Assert.Equal(RefusalCode.StreamsExhausted, Acquire("b", Web2, 20).Refusal?.Code);
        var joined = Acquire("a", Web2, 24).Value!;

        Assert.Equal((lease, false), (joined.Id, joined.IsNew));
        Assert.Empty(_ledger.Renew(Web2, [lease], At(70)));
        Assert.Equal(RefusalCode.StreamsExhausted, Acquire("b", Web2, 100).Refusal?.Code);
    }

    [Fact]
    public void HandedOver_IsFreeAfterALinger_IfNobodyComes()
    {
        _ledger.HandOver(Web1, [Acquire("a", Web1, 0).Value!.Id], At(10));

        var refused = Acquire("b", Web2, 24.9).Refusal!;
        Assert.Equal(At(1), refused.RetryAfter);
        Assert.True(Acquire("b", Web2, 25).Value!.IsNew);
    }

    [Fact]
    public void HandedOver_IsNotTheFormerHoldersAnyMore()
    {
        var lease = Acquire("a", Web1, 0).Value!.Id;
        _ledger.HandOver(Web1, [lease], At(1));

        Assert.Equal([lease], _ledger.Renew(Web1, [lease], At(2)));
        _ledger.Release(Web1, lease);
        Assert.Equal((1, 0), (_ledger.Held, _ledger.Frontends));
    }

    [Fact]
    public void HandOver_Twice_KeepsTheFirstDeadline()
    {
        var lease = Acquire("a", Web1, 0).Value!.Id;
        _ledger.HandOver(Web1, [lease, lease], At(10));
        _ledger.HandOver(Web1, [lease], At(20));

        Assert.True(Acquire("b", Web2, 25).Value!.IsNew);
    }

    [Fact]
    public void HandOver_AfterTheRelease_OrOfWhatNeverWas_DoesNothing()
    {
        var lease = Acquire("a", Web1, 0).Value!.Id;
        _ledger.Release(Web1, lease);
        _ledger.HandOver(Web1, [lease, Guid.NewGuid()], At(1));

        Assert.Equal(0, _ledger.Held);
        Assert.True(Acquire("b", Web2, 1).Value!.IsNew);
    }

    [Fact]
    public void HandOver_ByWhoeverDoesNotHold_ChangesNothing()
    {
        var lease = Acquire("a", Web1, 0).Value!.Id;
        _ledger.HandOver(Web2, [lease], At(1));

        Assert.Empty(_ledger.Renew(Web1, [lease], At(40)));
        Assert.NotNull(Acquire("b", Web2, 90).Refusal);
    }

    [Fact]
    public void HandOver_ByOneOfTwoHolders_LeavesTheOther()
    {
        var lease = Acquire("a", Web1, 0).Value!.Id;
        Acquire("a", Web2, 0);
        _ledger.HandOver(Web1, [lease], At(1));

        Assert.Empty(_ledger.Renew(Web2, [lease], At(40)));
        _ledger.Release(Web2, lease);
        Assert.Equal(0, _ledger.Held);
    }

    /// <summary>The other holder has been silent for its lease life, and nobody has looked yet: it is no holder.</summary>
    [Fact]
    public void HandOver_BesideAHolderThatIsSilent_Waits()
    {
        var lease = Acquire("a", Web2, 0).Value!.Id;
        Acquire("a", Web1, 30);
        _ledger.HandOver(Web1, [lease], At(61));

        Assert.NotNull(Acquire("b", Web2, 75.9).Refusal);
        Assert.True(Acquire("b", Web2, 76).Value!.IsNew);
    }

    [Fact]
    public void HandOver_OfALapsedLease_FreesIt()
    {
        _ledger.HandOver(Web1, [Acquire("a", Web1, 0).Value!.Id], At(60));

        Assert.Equal(0, _ledger.Held);
    }

    [Fact]
    public void RevokeVideo_EndsWhatWaits()
    {
        _ledger.HandOver(Web1, [Acquire("a", Web1, 0).Value!.Id], At(1));
        _ledger.RevokeVideo(Film);

        Assert.True(Acquire("a", Web2, 2).Value!.IsNew);
    }

    /// <summary>
    /// Against a model that knows only who may send bytes until when: leases believed by frontends never exceed the capacity,
    /// and a lease that waits goes to its own playback.
    /// </summary>
    [Fact]
    public void ValidLeases_WhateverHappens_NeverExceedCapacity() => Gen.Select(
            Gen.Int[0, 6], Gen.Int[0, 4], Gen.Int[0, 1], Gen.Int[0, 25]).Array[1, 100]
        .Sample(steps =>
        {
            var ledger = new PermitLedger(new PermitLimits(2, 9, 9, Life, Linger));
            Dictionary<(Guid Frontend, string Viewer), (Guid Lease, TimeSpan Until)> valid = [];
            Dictionary<string, (Guid Lease, TimeSpan Until)> waiting = [];
            var now = TimeSpan.Zero;
            foreach (var (action, who, place, pause) in steps)
            {
                now += At(pause);
                var (frontend, viewer) = (place == 0 ? Web1 : Web2, "v" + who);
                switch (action)
                {
                    case 0 or 1 or 2:
                        if (!ledger.Acquire(Ask(viewer, frontend), now).TryGet(out var lease, out _)) break;
                        if (waiting.Remove(viewer, out var waited) && waited.Until > now) Assert.Equal(waited.Lease, lease.Id);
                        valid[(frontend, viewer)] = (lease.Id, now + Life);
                        break;
                    case 3:
                        var mine = valid.Where(v => v.Key.Frontend == frontend && v.Value.Until > now).ToArray();
                        var lost = ledger.Renew(frontend, [.. mine.Select(v => v.Value.Lease)], now);
                        Assert.Empty(lost);
                        foreach (var (key, held) in mine) valid[key] = (held.Lease, now + Life);
                        break;
                    case 4 when valid.Remove((frontend, viewer), out var released):
                        ledger.Release(frontend, released.Lease);
                        break;
                    case 5 or 6:
                        var all = valid.Where(v => v.Key.Frontend == frontend).ToArray();
                        ledger.HandOver(frontend, [.. all.Select(v => v.Value.Lease)], now);
                        foreach (var (key, held) in all)
                        {
                            valid.Remove(key);
                            var hasOther = valid.Any(v => v.Key.Viewer == key.Viewer && v.Value.Until > now);
                            if (held.Until > now && !hasOther) waiting[key.Viewer] = (held.Lease, held.Until < now + Linger ? held.Until : now + Linger);
                        }

                        break;
                }

                var inUse = valid.Where(v => v.Value.Until > now).Select(v => v.Key.Viewer)
                    .Union(waiting.Where(w => w.Value.Until > now).Select(w => w.Key));
                Assert.InRange(inUse.Count(), 0, 2);
                Assert.InRange(ledger.Held, inUse.Count(), 2);
            }

            ledger.Expire(now + Life * 2);
            Assert.Equal((0, 0), (ledger.Held, ledger.Frontends));
        });

    private Result<StreamLease> Acquire(string viewer, Guid frontend, double at) => _ledger.Acquire(Ask(viewer, frontend), At(at));

    private static AcquireStream Ask(string viewer, Guid frontend) => new(new PlaybackKey(viewer, Film), "10.0.0.1", frontend);

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
