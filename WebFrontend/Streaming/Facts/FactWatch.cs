using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using OrleansVideo.Catalog;
using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming.Facts;

/// <summary>Five times a second, one call at a time, asks the catalog which videos change or changed lately, so that old facts go.</summary>
internal sealed partial class FactWatch : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>Enough for one of them to be at another silo; each is an activation there.</summary>
    private const int Catalogs = 8;

    private readonly FactStore _facts;
    private readonly IGrainFactory _grains;
    private readonly TimeSpan _leaseLife;
    private readonly TimeProvider _clock;
    private readonly ILogger<FactWatch> _logger;
    private bool _isMissed;
    private long _catalog;

    /// <summary>Creates the watch.</summary>
    public FactWatch(
        FactStore facts, IGrainFactory grains, IOptions<StreamingOptions> options, IMeterFactory meters, TimeProvider clock, ILogger<FactWatch> logger)
    {
        (_facts, _grains, _leaseLife, _clock, _logger) = (facts, grains, options.Value.LeaseLife, clock, logger);
        meters.CreateVideoMeter().CreateObservableGauge("orleansvideo.stream.facts", () => facts.Count, "{video}",
            "Videos whose facts and open file this frontend holds.");
    }

    /// <summary>
    /// Asks once. Nobody who does not answer ends the asking: the log has the first of a row that failed, and the next that was
    /// answered. The catalog is the same by whatever number it is called, and the number chooses the silo that is asked: after a
    /// silence it is another. What was confirmed by nobody for a whole lease life is used by no playback any more, and goes.
    /// </summary>
    internal async Task Ask()
    {
        var asked = _facts.Now;
        try
        {
            _facts.Confirm(await _grains.GetGrain<ICatalogGrain>(_catalog).GetRecentChanges(), asked);
            if (_isMissed) LogAnswered();
            _isMissed = false;
        }
#pragma warning disable CA1031 // One call that fails, for whatever reason, must not end all others, nor the site.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_isMissed) LogMissed(e);
            _isMissed = true;
            _catalog = (_catalog + 1) % Catalogs;
            if (_facts.Unconfirmed > _leaseLife) _facts.DropAll();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, _clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await Ask();
    }

    [LoggerMessage(EventId = 4180, Level = LogLevel.Warning, Message = "The catalog does not say which videos changed: each request reads its video")]
    private partial void LogMissed(Exception error);

    [LoggerMessage(EventId = 4181, Level = LogLevel.Information, Message = "The catalog says again which videos changed")]
    private partial void LogAnswered();
}
