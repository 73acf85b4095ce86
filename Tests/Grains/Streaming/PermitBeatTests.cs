using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>A page's beats through one frontend, its video through another.</summary>
public sealed class PermitBeatTests
{
    private static readonly Guid Streaming = Guid.NewGuid();
    private static readonly Guid Pages = Guid.NewGuid();
    private static readonly StreamingOptions Options = new() { MaxStreams = 1, LeaseLife = TimeSpan.FromSeconds(60) };

    private readonly PermitLedger _ledger = new(PermitLimits.From(Options));
    private readonly PlaybackKey _playback = new("a", Guid.NewGuid());

    [Fact]
    public void Join_WithoutAToken_GrantsNone()
    {
        Assert.Null(_ledger.Join(By(Pages), At(0)));
        Assert.Equal((0, 0L), (_ledger.Held, _ledger.Granted));
    }

    [Fact]
    public void Join_KeepsTheTokenWhenTheOtherHolderLetsGo()
    {
        var lease = _ledger.Acquire(By(Streaming), At(0)).Value!.Id;

        Assert.Equal((lease, false), (_ledger.Join(By(Pages), At(1))!.Id, _ledger.Join(By(Pages), At(1))!.IsNew));
        _ledger.Release(Streaming, lease);

        Assert.Equal(1, _ledger.Held);
        Assert.Empty(_ledger.Renew(Pages, [lease], At(60)));
        _ledger.Release(Pages, lease);
        Assert.Equal(0, _ledger.Held);
    }

    /// <summary>Bytes may flow under it, so the word alone frees nothing.</summary>
    [Fact]
    public void Leave_TellsTheHolders_AndFreesNothingByItself()
    {
        var lease = _ledger.Acquire(By(Streaming), At(0)).Value!.Id;
        Assert.Empty(_ledger.Departed([lease]));

        _ledger.Leave(_playback);

        Assert.Equal([lease], _ledger.Departed([lease, Guid.NewGuid()]));
        Assert.Equal(RefusalCode.StreamsExhausted, _ledger.Acquire(new AcquireStream(_playback with { Viewer = "b" }, "10.0.0.2", Pages), At(1)).Refusal!.Code);
        Assert.Empty(_ledger.Renew(Streaming, [lease], At(1)));
        _ledger.Release(Streaming, lease);
        Assert.Equal(0, _ledger.Held);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ViewerWhoComesBack_HasNotLeft(bool byRequest)
    {
        var lease = _ledger.Acquire(By(Streaming), At(0)).Value!.Id;
        _ledger.Leave(_playback);

        if (byRequest) _ledger.Acquire(By(Streaming), At(1));
        else _ledger.Join(By(Pages), At(1));

        Assert.Empty(_ledger.Departed([lease]));
    }

    [Fact]
    public void Leave_OfWhoHoldsNothing_IsDone()
    {
        _ledger.Leave(_playback);
        Assert.Equal(0, _ledger.Held);
    }

    private AcquireStream By(Guid frontend) => new(_playback, "10.0.0.1", frontend);

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
