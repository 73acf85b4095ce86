using OrleansVideo.WebFrontend.Accounts;

namespace OrleansVideo.Tests.WebFrontend.Accounts;

/// <summary>W5: guesses at one name are checked one by one.</summary>
public sealed class SignInGateTests
{
    [Fact]
    public async Task SecondAttemptOnAName_InAnyCase_WaitsForTheFirst()
    {
        await using var gate = new SignInGate();
        var first = await gate.EnterAsync("Ada", TestContext.Current.CancellationToken);
        var second = gate.EnterAsync("ADA", TestContext.Current.CancellationToken).AsTask();
        Assert.False(second.IsCompleted);

        first.Dispose();

        using var lease = await second;
        Assert.True(lease.IsAcquired);
    }

    [Fact]
    public async Task TooManyWaiting_AreRefusedAtOnce()
    {
        await using var gate = new SignInGate();
        using var first = await gate.EnterAsync("ada", TestContext.Current.CancellationToken);
        var waiting = Enumerable.Range(0, SignInGate.QueuePerName)
            .Select(_ => gate.EnterAsync("ada", TestContext.Current.CancellationToken).AsTask()).ToArray();

        using var refused = await gate.EnterAsync("ada", TestContext.Current.CancellationToken);

        Assert.False(refused.IsAcquired);
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        first.Dispose();
        foreach (var task in waiting) (await task).Dispose();
    }

    [Fact]
    public async Task AttemptsOnOtherNames_TakeNoMoreThanTheCores()
    {
        await using var gate = new SignInGate();
        for (var i = 0; i < Environment.ProcessorCount; i++)
            Assert.True((await gate.EnterAsync($"name-{i}", TestContext.Current.CancellationToken)).IsAcquired);

        var oneMore = gate.EnterAsync("one-more", TestContext.Current.CancellationToken).AsTask();
        Assert.False(oneMore.IsCompleted);
    }
}
