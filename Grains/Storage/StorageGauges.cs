using System.Diagnostics.Metrics;
using OrleansVideo.Storage;

namespace OrleansVideo.Grains.Storage;

/// <summary>What is wrong between files and records and nobody has dealt with, and what lies in quarantine.</summary>
internal sealed class StorageGauges : IClusterGauges
{
    private readonly FindingLists _lists;
    private FindingCounts? _last;

    public StorageGauges(FindingLists lists, IMeterFactory meters)
    {
        _lists = lists;
        var meter = meters.CreateVideoMeter();
        meter.CreateObservableGauge("orleansvideo.storage.findings", () => ByKind(_last), "{finding}",
            "Findings that nobody has dealt with, by kind (orphan_file, missing_file, stale_part, wrong_size, corrupt).");
        meter.CreateObservableGauge("orleansvideo.storage.quarantined", () => Bytes(_last), "By", "Bytes in quarantine.");
    }

    /// <inheritdoc/>
    public async Task RefreshAsync() => _last = await _lists.Count();

    /// <inheritdoc/>
    public void Forget() => _last = null;

    private static Measurement<long>[] ByKind(FindingCounts? counts) => counts is null
        ? []
        : [.. Enum.GetValues<FindingKind>().Where(kind => kind != FindingKind.Unknown).Select(kind =>
            new Measurement<long>(counts.Of(kind), new KeyValuePair<string, object?>("kind", StorageMetrics.NameOf(kind))))];

    private static Measurement<long>[] Bytes(FindingCounts? counts) => counts is null ? [] : [new(counts.QuarantinedBytes)];
}
