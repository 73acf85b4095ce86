using OrleansVideo.Grains.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming;

public sealed class EpochWatchTests
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private readonly EpochWatch _watch = new(7, Life, At(10));

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
        _watch.Found(7, At(20)); // However late it ended.

        Assert.True(_watch.MayAnswer(At(59.9)));
        Assert.False(_watch.MayAnswer(At(60)));
    }

    [Fact]
    public void Answers_AgainAfterASilence()
    {
        Assert.False(_watch.MayAnswer(At(1000)));
        _watch.Found(7, At(1000));
        Assert.True(_watch.MayAnswer(At(1001)));
    }

    [Fact]
    public void LookThatEndsOutOfTurn_TakesNothingBack()
    {
        _watch.Found(7, At(40));
        _watch.Found(7, At(30));

        Assert.True(_watch.MayAnswer(At(79)));
    }

    [Theory]
    [InlineData(8L), InlineData(100L), InlineData(6L), InlineData(0L), InlineData(null)]
    public void AnotherEpochInTheRow_EndsTheAnswersForGood(long? found)
    {
        _watch.Found(found, At(11));
        _watch.Found(7, At(12));

        Assert.True(_watch.IsSuperseded);
        Assert.False(_watch.MayAnswer(At(12)));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
