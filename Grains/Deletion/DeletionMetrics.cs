using System.Diagnostics.Metrics;

namespace OrleansVideo.Grains.Deletion;

/// <summary>Counts what passes over the deletion ledger do.</summary>
internal sealed class DeletionMetrics
{
    private readonly Counter<long> _steps;
    private readonly Counter<long> _freed;

    public DeletionMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateVideoMeter();
        _steps = meter.CreateCounter<long>("orleansvideo.deletion.steps", "{step}",
            "Steps of deletions that were tried, by step (hide, purge, unhide) and outcome (done, retry, dead_letter).");
        _freed = meter.CreateCounter<long>("orleansvideo.deletion.bytes", "By", "Bytes that deletions have freed.");
    }

    /// <summary>The step is done.</summary>
    public void Done(DeletionStep step) => Count(step, "done");

    /// <summary>The step failed: it is tried again, or given up.</summary>
    public void Failed(DeletionStep step, bool isGivenUp) => Count(step, isGivenUp ? "dead_letter" : "retry");

    /// <summary>Files are gone.</summary>
    public void Freed(long bytes) => _freed.Add(bytes);

    private void Count(DeletionStep step, string outcome) => _steps.Add(1, new("step", NameOf(step)), new("outcome", outcome));

    private static string NameOf(DeletionStep step) => step switch
    {
        DeletionStep.Hide => "hide",
        DeletionStep.Purge => "purge",
        DeletionStep.Unhide => "unhide",
        _ => "unknown",
    };
}
