using OrleansVideo.Grains.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming;

public sealed class FrontendRollTests
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);
    private static readonly Guid Listed = Guid.NewGuid();
    private static readonly Guid New = Guid.NewGuid();

    private readonly FrontendRoll _roll = new([Listed], At(120));

    [Fact]
    public void Listed_MayHoldOldLeases_AndIsWaitedFor()
    {
        Assert.True(_roll.Find(Listed)!.MayHoldOldLeases);
        Assert.False(_roll.IsRecovered(At(119.9)));
        Assert.True(_roll.IsRecovered(At(120)));
    }

    [Fact]
    public void Recovered_StaysSo()
    {
        _roll.Find(Listed)!.HasReported = true;
        Assert.True(_roll.IsRecovered(At(1)));
        _roll.Find(Listed)!.HasReported = false;
        Assert.True(_roll.IsRecovered(At(2)));
    }

    [Fact]
    public void Admitted_IsNotWaitedFor_AndHoldsNothingOld()
    {
        _roll.Admit(New, At(1));
        Assert.False(_roll.Find(New)!.MayHoldOldLeases);
        _roll.Find(Listed)!.HasReported = true;

        Assert.True(_roll.IsRecovered(At(1)));
        Assert.Equal(1, _roll.Reported);
        Assert.Equal([Listed, New], _roll.Ids);
    }

    [Fact]
    public void Admitted_Again_KeepsWhatItSaid()
    {
        _roll.Find(Listed)!.HasReported = true;
        _roll.Find(Listed)!.Number = 7;
        _roll.Admit(Listed, At(5));

        var entry = _roll.Find(Listed)!;
        Assert.Equal((true, true, 7L, At(5)), (entry.HasReported, entry.MayHoldOldLeases, entry.Number, entry.Heard));
    }

    [Fact]
    public void Struck_IsNotWaitedFor_AndIsNewWhenItComesBack()
    {
        Assert.True(_roll.Strike(Listed));
        Assert.False(_roll.Strike(Listed));
        Assert.True(_roll.IsRecovered(At(1)));

        _roll.Admit(Listed, At(2));
        Assert.False(_roll.Find(Listed)!.MayHoldOldLeases);
    }

    [Theory]
    [InlineData(59.9, false)]
    [InlineData(60, true)]
    public void Silent_ForALeaseLife_IsStruckOff(double at, bool isStruck)
    {
        _roll.Find(Listed)!.HasReported = true;
        _roll.Admit(New, At(0));
        _roll.Admit(Listed, At(30));

        Assert.Equal(isStruck, _roll.StrikeSilent(At(at), Life));
        Assert.Equal(isStruck ? [Listed] : [Listed, New], _roll.Ids);
    }

    [Fact]
    public void Silent_BeforeTheRecovery_StaysOnTheRoll()
    {
        Assert.False(_roll.StrikeSilent(At(119), Life));
        Assert.True(_roll.StrikeSilent(At(120), Life));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
