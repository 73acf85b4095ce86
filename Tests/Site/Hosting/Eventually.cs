using System.Diagnostics;

namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>Polls with a deadline: the only place in these tests that lets time pass.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until the probe gives a value that is not null; fails with the claim when it never does.</summary>
    public static async Task<T> Get<T>(string claim, TimeSpan within, Func<Task<T?>> probe)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await probe() is { } value)
                return value;
            Assert.True(clock.Elapsed < within, $"Not within {within.TotalSeconds} s: {claim}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Waits until the probe answers true; returns how long that took.</summary>
    public static async Task<TimeSpan> True(string claim, TimeSpan within, Func<Task<bool>> probe)
    {
        var clock = Stopwatch.StartNew();
        await Get(claim, within, async () => await probe() ? claim : null);
        return clock.Elapsed;
    }

    /// <inheritdoc cref="True(string, TimeSpan, Func{Task{bool}})"/>
    public static Task<TimeSpan> True(string claim, TimeSpan within, Func<bool> probe) =>
        True(claim, within, () => Task.FromResult(probe()));

    /// <summary>Waits until the probe answers true without a break for the whole of a time: for what might still come back.</summary>
    public static async Task Settles(string claim, TimeSpan during, TimeSpan within, Func<bool> probe)
    {
        var held = Stopwatch.StartNew();
        await True(claim, within, () =>
        {
            if (!probe()) held.Restart();
            return held.Elapsed >= during;
        });
    }

    /// <summary>Holds the claim for the whole time; fails at the first probe that answers false.</summary>
    public static async Task Always(string claim, TimeSpan during, Func<Task<bool>> probe)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < during)
        {
            Assert.True(await probe(), $"Broken after {clock.Elapsed.TotalSeconds:0.0} s: {claim}");
            await Task.Delay(Pause);
        }
    }
}
