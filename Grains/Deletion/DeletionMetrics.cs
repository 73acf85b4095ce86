using System.Diagnostics.Metrics;

namespace OrleansVideo.Grains.Deletion;

/// <summary>Counts what passes over the deletion ledger do.</summary>
internal sealed class DeletionMetrics
{
    private readonly Counter<long> _steps;
    private readonly Counter<long> _freed;
    private readonly Counter<long> _ticks;

    public DeletionMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateVideoMeter();
        _steps = meter.CreateCounter<long>("orleansvideo.deletion.steps", "{step}",
            "Steps of deletions that were tried, by step (hide, purge, unhide) and outcome (done, retry, dead_letter).");
        _freed = meter.CreateCounter<long>("orleansvideo.deletion.bytes", "By", "Bytes that deletions have freed.");
        _ticks = meter.CreateCounter<long>("orleansvideo.deletion.ticks", "{tick}",
            "Ticks of the shards' reminders, by shard and outcome (seen, missed).");
    }

    /// <summary>The step is done.</summary>
    public void Done(DeletionStep step) => Count(step, "done");

    /// <summary>The step failed: it is tried again, or given up.</summary>
    public void Failed(DeletionStep step, bool isGivenUp) => Count(step, isGivenUp ? "dead_letter" : "retry");

    /// <summary>Files are gone.</summary>
    public void Freed(long bytes) => _freed.Add(bytes);

    /// <summary>A shard's reminder has ticked, after so many that did not come.</summary>
    public void Ticked(string shard, long missed)
    {
        _ticks.Add(1, new("shard", shard), new("outcome", "seen"));
        if (missed > 0) _ticks.Add(missed, new("shard", shard), new("outcome", "missed"));
    }

    private void Count(DeletionStep step, string outcome) => _steps.Add(1, new("step", NameOf(step)), new("outcome", outcome));

    private static string NameOf(DeletionStep step) => step switch
    {
        DeletionStep.Hide => "hide",
        DeletionStep.Purge => "purge",
        DeletionStep.Unhide => "unhide",
        _ => "unknown",
    };
}
