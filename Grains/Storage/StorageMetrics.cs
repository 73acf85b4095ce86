using System.Diagnostics.Metrics;
using OrleansVideo.Storage;

namespace OrleansVideo.Grains.Storage;

/// <summary>Counts what scans and the scrub look at, and what they find.</summary>
internal sealed class StorageMetrics
{
    private readonly Counter<long> _files;
    private readonly Counter<long> _found;
    private readonly Counter<long> _moved;
    private readonly Counter<long> _scrubbed;

    public StorageMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateVideoMeter();
        _files = meter.CreateCounter<long>("orleansvideo.storage.files", "{file}", "Files that scans have looked at.");
        _found = meter.CreateCounter<long>("orleansvideo.storage.found", "{finding}",
            "New findings, by kind (orphan_file, missing_file, stale_part, wrong_size, corrupt).");
        _moved = meter.CreateCounter<long>("orleansvideo.storage.moved", "By", "Bytes that scans have moved into quarantine.");
        _scrubbed = meter.CreateCounter<long>("orleansvideo.storage.scrubbed", "By", "Bytes that the scrub has read.");
    }

    /// <summary>A scan has looked at files.</summary>
    public void Seen(int files) => _files.Add(files);

    /// <summary>Something is wrong that was not known before.</summary>
    public void Found(FindingKind kind) => _found.Add(1, new KeyValuePair<string, object?>("kind", NameOf(kind)));

    /// <summary>A scan has moved a file into quarantine.</summary>
    public void Moved(long bytes) => _moved.Add(bytes);

    /// <summary>The scrub has read on.</summary>
    public void Scrubbed(int bytes) => _scrubbed.Add(bytes);

    /// <summary>The kind as the metrics name it.</summary>
    public static string NameOf(FindingKind kind) => kind switch
    {
        FindingKind.OrphanFile => "orphan_file",
        FindingKind.MissingFile => "missing_file",
        FindingKind.StalePart => "stale_part",
        FindingKind.WrongSize => "wrong_size",
        FindingKind.Corrupt => "corrupt",
        _ => "unknown",
    };
}

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
