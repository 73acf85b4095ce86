using OrleansVideo.Grains.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming;

public sealed class EpochWatchTests
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private static readonly LimiterTerm Own = new(7, "own");
    private readonly EpochWatch _watch = new(Own, Life, At(10));

    [Fact]
    public void Answers_ForTwoThirdsOfALeaseLife_FromTheStartOfTheTaking()
    {
        Assert.True(_watch.MayAnswer(At(10)));
        Assert.True(_watch.MayAnswer(At(49.999)));
        Assert.False(_watch.MayAnswer(At(50)));
        Assert.Equal(At(40), _watch.Silence(At(50)));
    }

    [Fact]
    public void Answers_FromTheStartOfALook_NotFromItsEnd()
    {
        _watch.Found(Own, At(20)); // However late it ended.

        Assert.True(_watch.MayAnswer(At(59.9)));
        Assert.False(_watch.MayAnswer(At(60)));
    }

    /// <summary>A quarter: what is free here after a lease life was believed for two thirds of it, and a twelfth is for slow clocks.</summary>
    [Fact]
    public void Grants_ForAQuarterOfALeaseLife()
    {
        Assert.True(_watch.MayGrant(At(24.9)));
        Assert.False(_watch.MayGrant(At(25)));
        Assert.True(_watch.MayAnswer(At(25)));

        _watch.Found(Own, At(30));
        Assert.True(_watch.MayGrant(At(44.9)));
        _watch.Found(new LimiterTerm(8, "own"), At(31));
        Assert.False(_watch.MayGrant(At(31)));
    }

    [Fact]
    public void Answers_AgainAfterASilence()
    {
        Assert.False(_watch.MayAnswer(At(1000)));
        _watch.Found(Own, At(1000));
        Assert.True(_watch.MayAnswer(At(1001)));
    }

    [Fact]
    public void LookThatEndsOutOfTurn_TakesNothingBack()
    {
        _watch.Found(Own, At(40));
        _watch.Found(Own, At(30));

        Assert.True(_watch.MayAnswer(At(79)));
    }

    [Theory]
    [InlineData(8L), InlineData(100L), InlineData(6L), InlineData(0L), InlineData(null)]
    public void AnotherEpochInTheRow_EndsTheAnswersForGood(long? found)
    {
        _watch.Found(found is { } epoch ? new LimiterTerm(epoch, "own") : null, At(11));
        _watch.Found(Own, At(12));

        Assert.True(_watch.IsSuperseded);
        Assert.False(_watch.MayAnswer(At(12)));
    }

    /// <summary>A backup was put back, and another limiter counted from it to the very epoch that this one has.</summary>
    [Fact]
    public void SameEpochOfAnother_EndsTheAnswersForGood()
    {
        _watch.Found(new LimiterTerm(7, "another's"), At(11));

        Assert.True(_watch.IsSuperseded);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
