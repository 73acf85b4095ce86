using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.WebFrontend.Accounts;

namespace OrleansVideo.Tests.WebFrontend.Accounts;

/// <summary>W5: one hash takes a large part of a second of a core, and nobody gets all of them.</summary>
public sealed class PasswordHashThrottleTests : IDisposable
{
    private static readonly SignInSource Flood = Stranger(1);

    /// <summary>A line that never moves fails a test, and does not hold it up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PasswordHashThrottle _throttle;
    private readonly List<IDisposable> _turns = [];

    public PasswordHashThrottleTests()
    {
        _throttle = new PasswordHashThrottle(new SignInMetrics(_services.GetRequiredService<IMeterFactory>()), _clock);
        for (var i = 0; i < Environment.ProcessorCount; i++) _turns.Add(Enter(Stranger(99)).Result()!);
    }

    [Fact]
    public async Task AsManyAsThereAreCores_HashAtOnce_AndTheNextWhenOneHasDone()
    {
        var next = Enter(Flood);
        Assert.False(next.IsCompleted);

        EndTurn();

        Assert.NotNull(await next.WaitAsync(Patience, Cancelled));
    }

    [Fact]
    public async Task Sources_AreServedInTurn_HoweverMuchOneAsks()
    {
        var flood = Enumerable.Range(0, PasswordHashThrottle.MaxWaitingPerSource).Select(_ => Enter(Flood)).ToArray();
        var honest = Enter(Stranger(2));

        EndTurn();
        EndTurn(await flood[0].WaitAsync(Patience, Cancelled));

        Assert.NotNull(await honest.WaitAsync(Patience, Cancelled));
        Assert.DoesNotContain(flood.Skip(1), waiting => waiting.IsCompleted);
    }

    [Fact]
    public async Task MoreOfOneSourceThanMayWait_AreRefusedAtOnce()
    {
        for (var i = 0; i < PasswordHashThrottle.MaxWaitingPerSource; i++) _ = Enter(Flood);

        Assert.Null(Enter(Flood).Result());
    }

    [Fact]
    public async Task FullLine_SendsTheSourceWithMostAway_AndNotWhoeverComes()
    {
        var waiting = Enumerable.Range(0, PasswordHashThrottle.MaxWaiting)
            .Select(i => Enter(Stranger(2 + (i / PasswordHashThrottle.MaxWaitingPerSource)))).ToArray();

        var comer = Enter(Stranger(9_999));

        Assert.False(comer.IsCompleted);
        var first = await Task.WhenAny(waiting).WaitAsync(Patience, Cancelled);
        Assert.Null(await first);
        var known = Enter(Known());
        Assert.False(known.IsCompleted);
        Assert.Null(await await Task.WhenAny(waiting.Where(task => task != first)).WaitAsync(Patience, Cancelled));
    }

    [Fact]
    public async Task FullLineOfOneEach_IsFullForStrangers_AndNotForWhoIsKnown()
    {
        for (var i = 0; i < PasswordHashThrottle.MaxWaiting; i++) _ = Enter(Stranger(2 + i));

        Assert.Null(Enter(Stranger(9_999)).Result());
        Assert.False(Enter(Known()).IsCompleted);
    }

    [Fact]
    public async Task KnownDevices_ComeFirst_ButForEveryFourthTurn()
    {
        var strangers = Enumerable.Range(0, 3).Select(i => Enter(Stranger(2 + i))).ToArray();
        var known = Enumerable.Range(0, 9).Select(_ => Enter(Known())).ToArray();
        var waiting = strangers.Concat(known).ToList();
        var order = "";
        EndTurn();
        while (waiting.Count > 0)
        {
            var next = await Task.WhenAny(waiting).WaitAsync(Patience, Cancelled);
            waiting.Remove(next);
            order += strangers.Contains(next) ? 's' : 'k';
            EndTurn(await next);
        }

        Assert.Equal("kkkskkkskkks", order);
    }

    [Fact]
    public async Task WhoGoesAway_LeavesTheLine()
    {
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, PasswordHashThrottle.MaxWaitingPerSource)
            .Select(_ => _throttle.EnterAsync(Flood, gone.Token)).ToArray();

        await gone.CancelAsync();

        foreach (var task in waiting) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(Patience, Cancelled));
        var next = Enter(Flood);
        Assert.False(next.IsCompleted);
        EndTurn();
        Assert.NotNull(await next.WaitAsync(Patience, Cancelled));
    }

    [Fact]
    public async Task WhoWaitsTooLong_IsRefused_AndKeepsNoTurn()
    {
        var late = Enter(Flood);

        _clock.Advance(PasswordHashThrottle.MaxWait);

        Assert.Null(await late.WaitAsync(Patience, Cancelled));
        EndTurn();
        Assert.NotNull(Enter(Stranger(2)).Result());
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _services.Dispose();

    private Task<IDisposable?> Enter(SignInSource source) => _throttle.EnterAsync(source, Cancelled);

    private void EndTurn(IDisposable? turn = null)
    {
        turn ??= _turns[0];
        _turns.Remove(turn);
        turn.Dispose();
    }

    private static SignInSource Stranger(int number) => SignInSource.Of(new IPAddress([10, 0, (byte)(number >> 8), (byte)number]));

    private static SignInSource Known() => SignInSource.OfDevice(Guid.NewGuid(), Guid.NewGuid());
}

file static class Completed
{
    public static T Result<T>(this Task<T> task) => task.IsCompletedSuccessfully ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("It waits.");
}
