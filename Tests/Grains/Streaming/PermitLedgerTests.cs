using CsCheck;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming;

public sealed class PermitLedgerTests
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(15);
    private static readonly Guid Web1 = Guid.NewGuid();
    private static readonly Guid Web2 = Guid.NewGuid();
    private static readonly Guid Film = Guid.NewGuid();

    private static PermitLedger Ledger(int capacity = 2, int perViewer = 4, int perAddress = 32) =>
        new(new PermitLimits(capacity, perViewer, perAddress, Life, Linger));

    private static AcquireStream Ask(string viewer, Guid? video = null, Guid? frontend = null, string address = "10.0.0.1") =>
        new(new PlaybackKey(viewer, video ?? Film), address, frontend ?? Web1);

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void Acquire_AtTheCap_IsRefusedWithATimeToComeBack()
    {
        var ledger = Ledger(capacity: 1);
        Assert.True(ledger.Acquire(Ask("a"), At(0)).Value!.IsNew);
        var refused = ledger.Acquire(Ask("b"), At(1)).Refusal!;
        Assert.Equal(RefusalCode.StreamsExhausted, refused.Code);
        Assert.InRange(refused.RetryAfter!.Value, At(1), At(60));
    }

    [Fact]
    public void Acquire_BySamePlayback_SharesOneToken()
    {
        var ledger = Ledger(capacity: 1);
        var first = ledger.Acquire(Ask("a"), At(0)).Value!;
        var second = ledger.Acquire(Ask("a", frontend: Web2), At(1)).Value!;
        Assert.Equal((first.Id, false, 1), (second.Id, second.IsNew, ledger.Held));
    }

    [Fact]
    public void Release_ByOneOfTwoHolders_KeepsTheToken()
    {
        var ledger = Ledger(capacity: 1);
        var lease = ledger.Acquire(Ask("a"), At(0)).Value!.Id;
        ledger.Acquire(Ask("a", frontend: Web2), At(0));
        ledger.Release(Web1, lease);
        ledger.Release(Web1, lease);
        Assert.Equal(1, ledger.Held);
        ledger.Release(Web2, lease);
        Assert.Equal(0, ledger.Held);
    }

    [Fact]
    public void Silence_ForALeaseLife_FreesTheToken_AndLateRenewalLearnsIt()
    {
        var ledger = Ledger(capacity: 1);
        var lease = ledger.Acquire(Ask("a"), At(0)).Value!.Id;
        Assert.NotNull(ledger.Acquire(Ask("b"), At(59.9)).Refusal);
        Assert.NotNull(ledger.Acquire(Ask("b"), At(60)).Value);
        Assert.Equal([lease], ledger.Renew(Web1, [lease], At(61)));
        Assert.Equal(1, ledger.Expired);
    }

    [Fact]
    public void Renew_KeepsTheToken()
    {
        var ledger = Ledger(capacity: 1);
        var lease = ledger.Acquire(Ask("a"), At(0)).Value!.Id;
        Assert.Empty(ledger.Renew(Web1, [lease], At(50)));
        Assert.NotNull(ledger.Acquire(Ask("b"), At(109)).Refusal);
    }

    [Fact]
    public void Renew_OfAnothersLease_IsLost()
    {
        var ledger = Ledger();
        var lease = ledger.Acquire(Ask("a"), At(0)).Value!.Id;
        Assert.Equal([lease], ledger.Renew(Web2, [lease], At(1)));
    }

    [Fact]
    public void Limits_PerViewerAndAddress_NameTheirRule()
    {
        var ledger = Ledger(capacity: 100, perViewer: 1, perAddress: 2);
        ledger.Acquire(Ask("a"), At(0));
        Assert.Equal(RefusalCode.ViewerLimit, ledger.Acquire(Ask("a", Guid.NewGuid()), At(0)).Refusal?.Code);
        ledger.Acquire(Ask("b"), At(0));
        Assert.Equal(RefusalCode.AddressLimit, ledger.Acquire(Ask("c"), At(0)).Refusal?.Code);
        Assert.Null(ledger.Acquire(Ask("c", address: "10.0.0.2"), At(0)).Refusal);
    }

    [Fact]
    public void RevokeVideo_EndsItsPlaybacksAlone()
    {
        var ledger = Ledger();
        var film = ledger.Acquire(Ask("a"), At(0)).Value!.Id;
        var other = ledger.Acquire(Ask("a", Guid.NewGuid()), At(0)).Value!.Id;
        ledger.RevokeVideo(Film);
        Assert.Equal([film], ledger.Renew(Web1, [film, other], At(1)));
    }

    [Fact]
    public void Held_WhateverHappens_NeverExceedsCapacity_AndNothingLeaks() => Gen.Select(
            Gen.Int[0, 5], Gen.Int[0, 7], Gen.Int[0, 2], Gen.Int[0, 40]).Array[1, 80]
        .Sample(steps =>
        {
            var ledger = new PermitLedger(new PermitLimits(3, 2, 5, Life, Linger));
            Guid[] frontends = [Web1, Web2, Film];
            Guid[] videos = [.. Enumerable.Range(0, 3).Select(_ => Guid.NewGuid())];
            List<(Guid Frontend, Guid Lease)> believed = [];
            var now = TimeSpan.Zero;
            foreach (var (action, viewer, place, pause) in steps)
            {
                now += At(pause);
                switch (action)
                {
                    case 0 or 1 or 2:
                        var answer = ledger.Acquire(Ask("v" + viewer, videos[place], frontends[place], "a" + viewer % 2), now);
                        if (answer.Value is { } lease) believed.Add((frontends[place], lease.Id));
                        break;
                    case 3:
                        var mine = believed.Where(b => b.Frontend == frontends[place]).Select(b => b.Lease).Distinct().ToArray();
                        var lost = ledger.Renew(frontends[place], mine, now);
                        believed.RemoveAll(b => b.Frontend == frontends[place] && lost.Contains(b.Lease));
                        break;
                    case 4 when believed.Count > 0:
                        var (frontend, held) = believed[viewer % believed.Count];
                        ledger.Release(frontend, held);
                        believed.RemoveAll(b => b == (frontend, held));
                        break;
                    default:
                        ledger.RevokeVideo(videos[place]);
                        break;
                }

                Assert.InRange(ledger.Held, 0, 3);
            }

            ledger.Expire(now + Life * 2);
            Assert.Equal((0, 0), (ledger.Held, ledger.Frontends));
            Assert.NotNull(ledger.Acquire(Ask("fresh"), now + Life * 2).Value);
        });
}
