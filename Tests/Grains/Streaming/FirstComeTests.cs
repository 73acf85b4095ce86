using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;
using static OrleansVideo.Tests.Grains.Streaming.LedgerFrontend;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>First come, first served, across frontends: a place is kept for 10 s after it was last asked for.</summary>
public sealed class FirstComeTests
{
    private readonly PermitLedger _ledger = Open(capacity: 1);
    private readonly LedgerFrontend _web1;
    private readonly LedgerFrontend _web2;
    private readonly Guid _held;

    public FirstComeTests()
    {
        (_web1, _web2) = (new(_ledger), new(_ledger));
        _held = _web1.Lease("holder", 0);
        Assert.NotNull(_web1.Refusal("first", 0));
        Assert.NotNull(_web2.Refusal("second", 0));
    }

    [Fact]
    public void FreeToken_GoesToTheHeadAlone()
    {
        _web1.Release(_held, 1);

        Assert.NotNull(_web2.Refusal("second", 1));
        Assert.NotNull(_web2.Refusal("newcomer", 1));
        Assert.True(_web1.Acquire("first", 2).Lease!.IsNew);
        Assert.Equal(2, _ledger.Waiting);
    }

    [Fact]
    public void TwoFreeTokens_GoToTheFirstTwo()
    {
        _ledger.Capacity = 2;
        _web1.Release(_held, 1);

        Assert.NotNull(_web2.Refusal("newcomer", 1));
        _web2.Lease("second", 1);
        Assert.NotNull(_web2.Refusal("newcomer", 1));
        _web1.Lease("first", 1);
    }

    [Fact]
    public void Place_SaysWhoIsNext_AndWhenToAskAgain()
    {
        Assert.Equal([1, 2], [Position("first", 1), Position("second", 1)]);
        Assert.InRange(_ledger.Place(Of("first"), At(1))!.RetryAfter, At(1), At(10.0 / 3));

        _web1.Release(_held, 2);

        Assert.Equal([0, 2], [Position("first", 2), Position("second", 2)]);
        Assert.Equal(QueuePlace.Go, _ledger.Place(Of("first"), At(2)));
    }

    [Fact]
    public void Place_OfOneWhoNeverAsked_IsNone_AndGivesNone()
    {
        Assert.Null(_ledger.Place(Of("stranger"), At(1)));
        Assert.Equal(2, _ledger.Waiting);
    }

    [Fact]
    public void Place_OfWhoeverHoldsAToken_IsToGo() => Assert.Equal(QueuePlace.Go, _ledger.Place(Of("holder"), At(1)));

    [Fact]
    public void Place_NotAskedForInItsLife_IsLost_AndTheNextMovesUp()
    {
        Position("second", 5);

        Assert.Null(_ledger.Place(Of("first"), At(10)));
        Assert.Equal(1, Position("second", 10));
    }

    [Fact]
    public void Acquire_KeepsThePlaceToo()
    {
        Assert.NotNull(_web2.Refusal("first", 9));
        Assert.Equal(1, Position("first", 18));
        Assert.Null(_ledger.Place(Of("second"), At(18)));
    }

    [Fact]
    public void TokenThatIsOfferedAndNotTaken_GoesToTheNext()
    {
        Position("second", 1);
        _web1.Release(_held, 1);
        Assert.Equal(0, Position("first", 2));
        Position("second", 8);

        Assert.Equal(0, Position("first", 11.9)); // Asking keeps the place, not the offer.
        Assert.Equal(0, Position("second", 12));
        Assert.Null(_ledger.Place(Of("first"), At(12)));
        _web2.Lease("second", 12);
    }

    [Fact]
    public void TokenThatLapses_IsOfferedToo()
    {
        for (var at = 5; at < 60; at += 5) Assert.Equal([1, 2], [Position("first", at), Position("second", at)]);
        Assert.NotNull(_web2.Refusal("newcomer", 60));
        Assert.Equal(0, Position("first", 60));
        _web1.Lease("first", 60);
    }

    [Fact]
    public void Estimate_GrowsWithThePlaceInTheLine()
    {
        var second = _web2.Acquire("second", 1).Refusal!.RetryAfter;
        var third = _web2.Acquire("third", 1).Refusal!.RetryAfter;
        Assert.Equal((At(30), At(45)), (second, third));
    }

    private int Position(string viewer, double at) => _ledger.Place(Of(viewer), At(at))!.Position;
}
