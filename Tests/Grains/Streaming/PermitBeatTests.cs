using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;
using static OrleansVideo.Tests.Grains.Streaming.LedgerFrontend;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>A page's beats through one frontend, its video through another.</summary>
public sealed class PermitBeatTests
{
    private readonly PermitLedger _ledger = Open(capacity: 1);
    private readonly LedgerFrontend _streaming;
    private readonly LedgerFrontend _pages;

    public PermitBeatTests() => (_streaming, _pages) = (new(_ledger), new(_ledger));

    [Fact]
    public void Join_WithoutAToken_GrantsNone()
    {
        Assert.Equal((LimiterOutcome.Done, null), (_pages.Join("a", 0).Outcome, _pages.Join("a", 0).Lease));
        Assert.Equal((0, 0, 0L), (_ledger.Held, _ledger.Waiting, _ledger.Counts.Granted));
    }

    [Fact]
    public void Join_KeepsTheTokenWhenTheOtherHolderLetsGo()
    {
        var lease = _streaming.Lease("a", 0);

        Assert.Equal((lease, false), (_pages.Join("a", 1).Lease!.Id, _pages.Join("a", 1).Lease!.IsNew));
        _streaming.Release(lease, 2);

        Assert.Equal(1, _ledger.Held);
        Assert.Empty(_pages.Renew(60, lease).Lost);
        _pages.Release(lease, 61);
        Assert.Equal(0, _ledger.Held);
    }

    [Fact]
    public void Join_OfATokenThatWasTakenBack_GivesNone()
    {
        _streaming.Lease("a", 0);
        _ledger.Evict(Of("a"), At(61), At(1));
        Assert.Null(_pages.Join("a", 2).Lease);
    }

    /// <summary>Bytes may flow under it, so the word alone frees nothing.</summary>
    [Fact]
    public void Leave_TellsTheHolders_AndFreesNothingByItself()
    {
        var lease = _streaming.Lease("a", 0);
        Assert.Empty(_streaming.Renew(1, lease).Left);

        _ledger.Leave(Of("a"));

        Assert.Equal([lease], _streaming.Renew(2, lease).Left);
        Assert.Equal(RefusalCode.StreamsExhausted, _pages.Refusal("b", 2));
        Assert.Empty(_streaming.Renew(3, lease).Lost);
        _streaming.Release(lease, 4);
        Assert.Equal(0, _ledger.Held);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ViewerWhoComesBack_HasNotLeft(bool byRequest)
    {
        var lease = _streaming.Lease("a", 0);
        _ledger.Leave(Of("a"));

        _ = byRequest ? _streaming.Acquire("a", 1) : _pages.Join("a", 1);

        Assert.Empty(_streaming.Renew(2, lease).Left);
    }

    [Fact]
    public void Leave_OfWhoHoldsNothing_IsDone()
    {
        _ledger.Leave(Of("a"));
        Assert.Equal(0, _ledger.Held);
    }

    [Fact]
    public void Leave_GivesUpAPlaceInTheLine()
    {
        _streaming.Lease("a", 0);
        _streaming.Refusal("b", 1);

        _ledger.Leave(Of("b"));

        Assert.Equal(0, _ledger.Waiting);
        Assert.Null(_ledger.Place(Of("b"), At(2)));
    }
}
