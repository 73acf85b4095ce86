using OrleansVideo.Tests.Cluster.Load;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>One scenario: a cluster under load, what is done to it, and what must hold afterwards.</summary>
public sealed class ClusterLab : IAsyncDisposable
{
    private readonly List<(TimeSpan From, TimeSpan To, string Name)> _outages = [];

    private ClusterLab(LocalCluster cluster, ClusterLoad load, Recovery recovery, Timeline timeline) =>
        (Cluster, Load, Recovery, Timeline) = (cluster, load, recovery, timeline);

    public LocalCluster Cluster { get; }

    public ClusterLoad Load { get; }

    public Recovery Recovery { get; }

    public Timeline Timeline { get; }

    public static async Task<ClusterLab> OpenAsync(string scenario, SiteSettings? settings = null, string? isolate = null, int silos = 2)
    {
        var timeline = new Timeline(scenario);
        var cluster = await LocalCluster.UpAsync(settings, isolate, silos);
        timeline.Note("The cluster is up");
        var recovery = await Recovery.PrepareAsync(cluster, timeline);
        var load = await ClusterLoad.StartAsync(cluster, timeline);
        var lab = new ClusterLab(cluster, load, recovery, timeline);
        await Wait(TimeSpan.FromSeconds(4));
        return lab;
    }

    /// <summary>Does something to the cluster, and notes it. Returns when it began.</summary>
    public async Task<TimeSpan> Do(string what, Func<Task> action)
    {
        var at = Timeline.Now;
        Timeline.Note(what);
        await action();
        return at;
    }

    /// <summary>From here on a process is away, so that requests on their way through it may be cut off; until <see cref="Back"/>.</summary>
    public void Away(string name) => _outages.Add((Timeline.Now, TimeSpan.MaxValue, name));

    /// <summary>The process is back.</summary>
    public void Back(string name)
    {
        var index = _outages.FindLastIndex(outage => outage.Name == name);
        _outages[index] = _outages[index] with { To = Timeline.Now };
    }

    /// <summary>SIGKILL under load, and how soon all of the site answers without the process.</summary>
    public async Task<TimeSpan> KillAndWait(string name)
    {
        Away(name);
        var at = await Do($"kill -9 {name}", () => Cluster.Kill(name));
        return await Recovery.Wait(at, $"{name} was killed");
    }

    public async Task Return(string name)
    {
        await Do($"start {name}", () => Cluster.Start(name));
        Back(name);
        Timeline.Note($"{name} is back");
    }

    /// <summary>Lets the load go on for a while.</summary>
    public static async Task Wait(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }

    /// <summary>Ends the load and checks everything.</summary>
    public async Task Settle()
    {
        await Wait(TimeSpan.FromSeconds(2));
        await Load.StopAsync();
        await new Invariants(Cluster, Load, Timeline).Check();
        OnlyWhatWasAwayMayBeCutOff();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Load.StopAsync();
        }
        finally
        {
            TestContext.Current.TestOutputHelper?.WriteLine(Timeline.ToString());
            Load.Dispose();
            Recovery.Dispose();
            await Cluster.DisposeAsync();
        }
    }

    /// <summary>
    /// Requests through the proxy end without an answer only when the proxy, or the frontend that had begun to answer, was away. A slow
    /// play ends early only when its own frontend went away meanwhile; the player notices once it has played what sockets held.
    /// </summary>
    private void OnlyWhatWasAwayMayBeCutOff()
    {
        NoteCutOffs();
        Assert.All(
            Load.Promises.Failures.Where(failure => failure.Kind == FailureKind.CutOff),
            failure => Assert.True(WasAway(failure.At, ["proxy", .. LocalCluster.Frontends]), failure.ToString()));
        Assert.All(Load.Promises.CutPlays, cut => Assert.True(
            _outages.Any(outage => outage.Name == cut.Frontend && outage.To >= cut.Since && outage.From <= cut.At),
            $"A play from {cut.Frontend} was cut at {cut.At}"));
    }

    /// <summary>Which process the cut-off requests met, and how long after it went: at once is in flight, later is a door that is shut.</summary>
    private void NoteCutOffs()
    {
        var met = from failure in Load.Promises.Failures
                  where failure.Kind == FailureKind.CutOff
                  let outage = _outages.LastOrDefault(outage => outage.Name is "proxy" or "web-1" or "web-2" && outage.From <= failure.At)
                  group failure.At - outage.From by outage.Name;
        foreach (var process in met)
            Timeline.Note($"{process.Count()} requests were cut off by {process.Key}, up to {process.Max().TotalSeconds:0.0} s after it went");
    }

    private bool WasAway(TimeSpan at, string[] names)
    {
        var grace = TimeSpan.FromSeconds(1); // What was cut off may be noticed a little later.
        return _outages.Any(outage => names.Contains(outage.Name) && at >= outage.From && at <= outage.To + grace);
    }
}
