using OrleansVideo.Grains;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Telemetry;

/// <summary>Keeps the gauges of the cluster fresh, on every silo: whoever is alive can tell. A frontend without a silo has none.</summary>
/// <param name="gauges">The gauges.</param>
/// <param name="host">Says when the process begins to stop: from then on nothing is asked, as the silo may be gone before this service is.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ClusterGaugeRefresher(
    IEnumerable<IClusterGauges> gauges, IHostApplicationLifetime host, TimeProvider clock, ILogger<ClusterGaugeRefresher> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var all = gauges.ToArray();
        if (all.Length == 0) return;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, host.ApplicationStopping);
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            // The first look comes before this silo takes up what was left undone: how late that is shows in it.
            await host.UntilStartedAsync(stop.Token);
            do
            {
                foreach (var one in all.TakeWhile(_ => !stop.IsCancellationRequested)) await Refresh(one, stop.Token);
            }
            while (await timer.WaitForNextTickAsync(stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task Refresh(IClusterGauges one, CancellationToken stoppingToken)
    {
        try
        {
            await one.RefreshAsync().WaitAsync(stoppingToken); // The end of the process waits for no figure.
        }
#pragma warning disable CA1031 // A figure that cannot be had must not end the site; it is gone from the metrics, and that shows.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            one.Forget();
            LogNotRefreshed(one.GetType().Name, exception);
        }
    }

    [LoggerMessage(EventId = 2120, Level = LogLevel.Debug, Message = "{Gauges} could not be read; trying again in a moment")]
    private partial void LogNotRefreshed(string gauges, Exception exception);
}
