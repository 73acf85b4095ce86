using OrleansVideo.Grains;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Telemetry;

/// <summary>
/// Keeps the gauges of the cluster fresh, on one of its silos: some of them count every row of a table, and the count is the same
/// wherever it is made. The silo is the active one with the lowest address; when it goes, the next one takes over as soon as the
/// membership says so. A frontend without a silo has no such gauge.
/// </summary>
/// <param name="gauges">The gauges.</param>
/// <param name="host">Says when the process begins to stop: from then on nothing is asked, as the silo may be gone before this service is.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">The log.</param>
/// <param name="membership">Which silos are active, as this one knows; null where there is no silo.</param>
internal sealed partial class ClusterGaugeRefresher(
    IEnumerable<IClusterGauges> gauges,
    IHostApplicationLifetime host,
    TimeProvider clock,
    ILogger<ClusterGaugeRefresher> logger,
    ISiloStatusOracle? membership = null) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var all = gauges.ToArray();
        if (all.Length == 0 || membership is null) return;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, host.ApplicationStopping);
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            // The first look comes before this silo takes up what was left undone: how late that is shows in it.
            await host.UntilStartedAsync(stop.Token);
            do
            {
                var isOurs = IsReporter(membership);
                foreach (var one in all.TakeWhile(_ => !stop.IsCancellationRequested))
                {
                    if (isOurs) await Refresh(one, stop.Token);
                    else one.Forget(); // Another silo shows it; what this one knew gets old.
                }
            }
            while (await timer.WaitForNextTickAsync(stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    /// <summary>Silos that know the same others choose the same one; for a moment after a change there may be two, or none.</summary>
    private static bool IsReporter(ISiloStatusOracle membership) =>
        membership.GetApproximateSiloStatuses(onlyActive: true).Keys.Min() is { } first && first.Equals(membership.SiloAddress);

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
