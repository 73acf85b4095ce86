using System.Diagnostics.Metrics;
using OrleansVideo.Catalog;

namespace OrleansVideo.Grains.DueWork;

/// <summary>Due work that was tried and is still due: what waits for its next attempt, and what was given up.</summary>
internal sealed class DueWorkGauges : IClusterGauges
{
    private static readonly DueWorkKind[] Kinds = Enum.GetValues<DueWorkKind>()[1..];
    private readonly DeadWorkRows _rows;
    private IReadOnlyDictionary<DueWorkKind, (long Waiting, long Dead)>? _last;

    public DueWorkGauges(DeadWorkRows rows, IMeterFactory meters)
    {
        _rows = rows;
        var meter = meters.CreateVideoMeter();
        meter.CreateObservableGauge("orleansvideo.due_work.waiting", () => ByKind(counts => counts.Waiting), "{item}",
            "Due work that was tried and waits for its next attempt, by kind (intent, upload, expiry, tombstone, quarantine).");
        meter.CreateObservableGauge("orleansvideo.due_work.dead_letters", () => ByKind(counts => counts.Dead), "{item}",
            "Due work that was given up and waits for an admin, by kind (intent, upload, expiry, tombstone, quarantine).");
    }

    /// <inheritdoc/>
    public async Task RefreshAsync() => _last = await _rows.Count();

    /// <inheritdoc/>
    public void Forget() => _last = null;

    private Measurement<long>[] ByKind(Func<(long Waiting, long Dead), long> figure) => _last is not { } last
        ? []
        : [.. Kinds.Select(kind => new Measurement<long>(
            figure(last.GetValueOrDefault(kind)), new KeyValuePair<string, object?>("kind", NameOf(kind))))];

    private static string NameOf(DueWorkKind kind) => kind switch
    {
        DueWorkKind.Intent => "intent",
        DueWorkKind.Upload => "upload",
        DueWorkKind.Expiry => "expiry",
        DueWorkKind.Tombstone => "tombstone",
        DueWorkKind.Quarantine => "quarantine",
        DueWorkKind.Removal => "removal",
        _ => "unknown",
    };
}
