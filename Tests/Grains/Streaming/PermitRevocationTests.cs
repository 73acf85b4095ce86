using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;
using static OrleansVideo.Tests.Grains.Streaming.LedgerFrontend;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>Tokens are taken back, and their number changes while they are held.</summary>
public sealed class PermitRevocationTests
{
    private readonly PermitLedger _ledger = Open(capacity: 2);
    private readonly LedgerFrontend _web;

    public PermitRevocationTests() => _web = new(_ledger);

    [Fact]
    public void Evicted_CountsUntilItsHolderHasLetGo()
    {
        var lease = _web.Lease("a", 0);
        _web.Lease("b", 0);
        Assert.Equal(Of("a"), _ledger.PlaybackOf(lease));
        _ledger.Evict(Of("a"), At(61), At(1));

        Assert.NotNull(_web.Refusal("c", 2));
        Assert.Equal([lease], _web.Renew(3, lease).Revoked);
        Assert.NotNull(_web.Refusal("c", 4));

        _web.Release(lease, 5);
        _web.Lease("c", 5);
        Assert.Equal(1, _ledger.Counts.Revoked);
    }

    [Fact]
    public void Evicted_IsNotKeptByHeartbeats()
    {
        var ledger = Open(capacity: 1);
        var web = new LedgerFrontend(ledger);
        var lease = web.Lease("a", 0);
        ledger.Evict(Of("a"), At(61), At(1));

        Assert.Equal([lease], web.Renew(59, lease).Revoked);
        Assert.NotNull(web.Refusal("b", 59.9));
        web.Lease("b", 60);
    }

    [Fact]
    public void Evicted_GetsNoToken_UntilItsTimeIsOver_AndThenComesBehindThoseWhoWait()
    {
        var ledger = Open(capacity: 1);
        var web = new LedgerFrontend(ledger);
        var lease = web.Lease("a", 0);
        web.Refusal("b", 1);
        ledger.Evict(Of("a"), At(9), At(1));

        var refused = web.Acquire("a", 1.5).Refusal!;
        Assert.Equal((RefusalCode.Evicted, At(8)), (refused.Code, refused.RetryAfter));
        Assert.Equal(1, ledger.Waiting);
        web.Release(lease, 3);
        Assert.Equal(RefusalCode.Evicted, web.Refusal("a", 3));
        Assert.Null(ledger.Place(Of("a"), At(3)));
        Assert.Equal(RefusalCode.StreamsExhausted, web.Refusal("a", 3, Guid.NewGuid())); // Another video is another playback.

        Assert.False(ledger.PruneEvictions(At(8.9)));
        Assert.True(ledger.PruneEvictions(At(9)));
        Assert.Equal(RefusalCode.StreamsExhausted, web.Refusal("a", 9));
        web.Lease("b", 9);
    }

    /// <summary>Its frontend is of the release before.</summary>
    [Fact]
    public void Evicted_BehindAFrontendThatHasNoWordForIt_IsToldOfAFullHouse()
    {
        _web.Lease("a", 0);
        _ledger.Evict(Of("a"), At(61), At(1));

        var answer = _ledger.Acquire(new StreamRequest(_web.Next(), Of("a"), "10.0.0.1"), At(1));

        Assert.Equal((RefusalCode.StreamsExhausted, At(60)), (answer.Refusal!.Code, answer.Refusal.RetryAfter));
    }

    [Fact]
    public void PlaybackOf_WhatIsNotHeld_IsNone() => Assert.Null(_ledger.PlaybackOf(Guid.NewGuid()));

    /// <summary>The row was written, and the limiter died before it said so; or two admins at once.</summary>
    [Fact]
    public void Evict_OfAPlaybackWithoutAToken_KeepsItOut()
    {
        _ledger.Evict(Of("a"), At(61), At(1));

        Assert.Equal(RefusalCode.Evicted, _web.Refusal("a", 2));
        Assert.Equal(0, _ledger.Counts.Revoked);
    }

    [Fact]
    public void Evict_Twice_CountsOnce()
    {
        _web.Lease("a", 0);
        _ledger.Evict(Of("a"), At(61), At(1));
        _ledger.Evict(Of("a"), At(31), At(2)); // And shortens nothing.
        Assert.Equal(RefusalCode.Evicted, _web.Refusal("a", 60));
        Assert.Equal(1, _ledger.Counts.Revoked);
    }

    [Fact]
    public void RevokeVideo_EndsItsPlaybacksAlone()
    {
        var (film, other) = (_web.Lease("a", 0), _web.Lease("a", 0, Guid.NewGuid()));

        Assert.True(_ledger.RevokeVideo(Film, At(61), At(1)));
        Assert.False(_ledger.RevokeVideo(Guid.NewGuid(), At(61), At(1)));

        var answer = _web.Renew(2, film, other);
        Assert.Equal([film], answer.Revoked);
        Assert.Empty(answer.Lost);
    }

    [Fact]
    public void SmallerCapacity_CutsNobody_AndGrantsNothingUntilBelow()
    {
        var (a, b) = (_web.Lease("a", 0), _web.Lease("b", 0));
        _ledger.Capacity = 1;

        Assert.Empty(_web.Renew(1, a, b).Lost);
        Assert.NotNull(_web.Refusal("c", 2));
        _web.Release(a, 3);
        Assert.NotNull(_web.Refusal("c", 3));
        _web.Release(b, 4);
        _web.Lease("c", 4);
        Assert.NotNull(_web.Refusal("d", 4));
    }

    [Fact]
    public void CapacityOfZero_LetsNobodyIn()
    {
        _ledger.Capacity = 0;
        Assert.Equal(RefusalCode.StreamsExhausted, _web.Refusal("a", 0));
    }

    [Fact]
    public void LargerCapacity_IsThereAtOnce()
    {
        var ledger = Open(capacity: 0);
        var web = new LedgerFrontend(ledger);
        web.Refusal("a", 0);

        ledger.Capacity = 1;

        Assert.Equal(QueuePlace.Go, ledger.Place(Of("a"), At(1)));
        web.Lease("a", 1);
    }
}
