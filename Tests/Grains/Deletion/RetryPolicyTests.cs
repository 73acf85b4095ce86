using OrleansVideo.Deletion;
using OrleansVideo.Grains.Deletion;

namespace OrleansVideo.Tests.Grains.Deletion;

public sealed class RetryPolicyTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DeletionOptions Options = new();

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(5, 32)]
    public void NextAttempt_DoublesWithEachFailure(int attempts, int seconds)
    {
        Assert.Equal(Now.AddSeconds(seconds), RetryPolicy.NextAttempt(attempts, Options, Now, 1));
        Assert.Equal(Now.AddSeconds(seconds / 2.0), RetryPolicy.NextAttempt(attempts, Options, Now, 0));
    }

    [Fact]
    public void NextAttempt_NeverWaitsLongerThanTheCeiling() =>
        Assert.Equal(Now.AddHours(1), RetryPolicy.NextAttempt(900, new DeletionOptions { MaxAttempts = 1000 }, Now, 1));

    [Fact]
    public void NextAttempt_AfterTheLast_ThereIsNone() => Assert.Null(RetryPolicy.NextAttempt(8, Options, Now, 0.5));
}
