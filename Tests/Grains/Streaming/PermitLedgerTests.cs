using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;
using static OrleansVideo.Tests.Grains.Streaming.LedgerFrontend;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>Tokens are granted, shared, kept and let go of.</summary>
public sealed class PermitLedgerTests
{
    private readonly PermitLedger _ledger = Open(capacity: 1);
    private readonly LedgerFrontend _web1;
    private readonly LedgerFrontend _web2;

    public PermitLedgerTests() => (_web1, _web2) = (new(_ledger), new(_ledger));

    [Fact]
    public void Acquire_AtTheCap_IsRefusedWithATimeToComeBack()
    {
        Assert.True(_web1.Acquire("a", 0).Lease!.IsNew);

        var refused = _web1.Acquire("b", 1);

        Assert.Equal((LimiterOutcome.Refused, RefusalCode.StreamsExhausted), (refused.Outcome, refused.Refusal!.Code));
        Assert.Equal(Linger, refused.Refusal.RetryAfter);
        Assert.Null(refused.Lease);
    }

    [Fact]
    public void Acquire_BySamePlayback_SharesOneToken()
    {
        var first = _web1.Acquire("a", 0).Lease!;
        var second = _web2.Acquire("a", 1).Lease!;

        Assert.Equal((first.Id, false, 1), (second.Id, second.IsNew, _ledger.Held));
        Assert.Equal((1L, Life), (_ledger.Counts.Granted, second.Life));
    }

    [Fact]
    public void Acquire_BySameViewerForAnotherVideo_IsAnotherPlayback()
    {
        _web1.Lease("a", 0);
        Assert.Equal(RefusalCode.StreamsExhausted, _web1.Refusal("a", 0, Guid.NewGuid()));
    }

    [Fact]
    public void Release_ByOneOfTwoHolders_KeepsTheToken()
    {
        var lease = _web1.Lease("a", 0);
        _web2.Lease("a", 0);

        Assert.Equal(LimiterOutcome.Done, _web1.Release(lease, 1));
        Assert.Equal(LimiterOutcome.Done, _web1.Release(lease, 1));
        Assert.Equal(1, _ledger.Held);

        _web2.Release(lease, 1);
        Assert.Equal(0, _ledger.Held);
    }

    [Fact]
    public void Silence_ForALeaseLife_FreesTheToken_AndLateRenewalLearnsIt()
    {
        var lease = _web1.Lease("a", 0);

        Assert.NotNull(_web2.Refusal("b", 59.9));
        _web2.Lease("b", 60);
        Assert.Equal([lease], _web1.Renew(61, lease).Lost);
        Assert.Equal(1, _ledger.Counts.Expired);
    }

    [Fact]
    public void Silence_OfOneOfTwoHolders_EndsItsHoldAlone()
    {
        var lease = _web1.Lease("a", 0);
        _web2.Lease("a", 30);

        Assert.Equal([lease], _web1.Renew(60, lease).Lost);
        Assert.Empty(_web2.Renew(60, lease).Lost);
        Assert.NotNull(_web1.Refusal("b", 119.9));
        _web1.Lease("b", 120);
    }

    [Fact]
    public void Renew_KeepsTheToken_ForALeaseLifeFromThen()
    {
        var lease = _web1.Lease("a", 0);

        var answer = _web1.Renew(50, lease);

        Assert.Equal((LimiterOutcome.Done, 1L, Life), (answer.Outcome, answer.Epoch, answer.LeaseLife));
        Assert.Empty(answer.Lost);
        Assert.NotNull(_web2.Refusal("b", 109.9));
        _web2.Lease("b", 110);
    }

    [Fact]
    public void Renew_ShowsRequestsAndBytesOfEachHolder()
    {
        var lease = _web1.Lease("a", 0);
        _ledger.Renew(new StreamHeartbeat(_web1.Next(), [lease], [3], [4096]), At(1));

        var holder = Assert.Single(Assert.Single(_ledger.List(null, 10)).Holders);
        Assert.Equal((_web1.Id, 3, 4096L), (holder.Frontend, holder.Requests, holder.BytesSent));
    }

    [Fact]
    public void Renew_OfAnothersLease_IsLost()
    {
        var lease = _web1.Lease("a", 0);
        Assert.Equal([lease], _web2.Renew(1, lease).Lost);
    }

    [Fact]
    public void Limits_PerViewerAndAddress_NameTheirRule()
    {
        var ledger = Open(capacity: 100, perViewer: 1, perAddress: 2);
        var web = new LedgerFrontend(ledger);
        web.Lease("a", 0);

        Assert.Equal(RefusalCode.ViewerLimit, web.Refusal("a", 0, Guid.NewGuid(), "10.0.0.2"));
        web.Lease("b", 0);
        Assert.Equal(RefusalCode.AddressLimit, web.Refusal("c", 0));
        Assert.Null(web.Refusal("c", 0, address: "10.0.0.2"));
        Assert.Equal((1L, 1L), (ledger.Counts.Refused[RefusalCode.ViewerLimit], ledger.Counts.Refused[RefusalCode.AddressLimit]));
    }

    /// <summary>A client without cookies is two hashes: by the first it is counted, the second is its user agent's.</summary>
    [Fact]
    public void Limit_PerViewer_CountsClientsWithoutCookiesByTheirAddress()
    {
        var web = new LedgerFrontend(Open(capacity: 2, perViewer: 2, perAddress: 100));
        web.Lease("address.one", 0);
        web.Lease("address.two", 0);

        Assert.Equal(RefusalCode.ViewerLimit, web.Refusal("address.three", 0));
        Assert.Equal(RefusalCode.StreamsExhausted, web.Refusal("other.one", 0)); // A place in the line.
        Assert.Equal(RefusalCode.StreamsExhausted, web.Refusal("other.two", 0));
        Assert.Equal(RefusalCode.ViewerLimit, web.Refusal("other.three", 0)); // And no third.
        Assert.True(web.Acquire("address.one", 0).Lease is { IsNew: false }); // Its own lease is its own still.
    }

    [Fact]
    public void Limits_AreFreedTogetherWithTheToken()
    {
        var web = new LedgerFrontend(Open(capacity: 100, perViewer: 1, perAddress: 1));
        web.Release(web.Lease("a", 0), 1);

        Assert.Null(web.Refusal("a", 1, Guid.NewGuid()));
        Assert.Equal(RefusalCode.AddressLimit, web.Refusal("b", 1));
        Assert.Null(web.Refusal("b", 61));
    }

    /// <summary>Nobody fills the line with places for more than they may hold.</summary>
    [Fact]
    public void Limits_CountThoseWhoWait()
    {
        var web = new LedgerFrontend(Open(capacity: 0, perViewer: 1, perAddress: 2));
        Assert.Equal(RefusalCode.StreamsExhausted, web.Refusal("a", 0));

        Assert.Equal(RefusalCode.StreamsExhausted, web.Refusal("a", 1)); // Its own place is no reason against it.
        Assert.Equal(RefusalCode.ViewerLimit, web.Refusal("a", 1, Guid.NewGuid()));
        Assert.Equal(RefusalCode.StreamsExhausted, web.Refusal("b", 1));
        Assert.Equal(RefusalCode.AddressLimit, web.Refusal("c", 1));
    }

    [Fact]
    public void List_ShowsTokensByTheOrderOfTheirIds_PageByPage()
    {
        var ledger = Open(capacity: 9);
        var web = new LedgerFrontend(ledger);
        Guid[] ids = [.. Enumerable.Range(0, 5).Select(n => web.Lease("v" + n, 0)).Order()];

        Assert.Equal(ids[..3], ledger.List(null, 3).Select(permit => permit.Id));
        Assert.Equal(ids[3..], ledger.List(ids[2], 3).Select(permit => permit.Id));
    }
}
