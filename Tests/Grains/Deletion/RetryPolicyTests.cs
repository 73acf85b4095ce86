using OrleansVideo.Deletion;
using OrleansVideo.Grains.Deletion;

namespace OrleansVideo.Tests.Grains.Deletion;

public sealed class RetryPolicyTests
{
    private static readonly DeletionOptions Options = new();

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(5, 32)]
    public void Wait_DoublesWithEachFailure(int attempts, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), WaitFor(attempts, Options, 1));
        Assert.Equal(TimeSpan.FromSeconds(seconds / 2.0), WaitFor(attempts, Options, 0));
    }

    [Fact]
    public void Wait_NeverWaitsLongerThanTheCeiling() =>
        Assert.Equal(TimeSpan.FromHours(1), WaitFor(900, new DeletionOptions { MaxAttempts = 1000 }, 1));

    [Fact]
    public void Wait_AfterTheLast_ThereIsNone() => Assert.Null(WaitFor(8, Options, 0.5));

    private static TimeSpan? WaitFor(long attempts, DeletionOptions options, double random) =>
        RetryPolicy.WaitFor(attempts, options.MaxAttempts, options.BackoffBase, options.BackoffMax, random);
}
