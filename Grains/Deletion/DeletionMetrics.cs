using System.Diagnostics.Metrics;
using OrleansVideo.Deletion;

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

/// <summary>The deletion ledger's open rows: what waits, what is due, and what was given up and waits for an admin.</summary>
internal sealed class DeletionGauges : IClusterGauges
{
    private static readonly (int From, int To) AllSlots = (0, DeletionShardKey.Slots);
    private readonly DeletionLedgerQueries _queries;
    private Counts? _last;

    public DeletionGauges(DeletionLedgerQueries queries, IMeterFactory meters)
    {
        _queries = queries;
        var meter = meters.CreateVideoMeter();
        meter.CreateObservableGauge("orleansvideo.deletion.open", () => Of(_last?.Open), "{deletion}",
            "Deletions that are neither done nor given up, the trash included.");
        meter.CreateObservableGauge("orleansvideo.deletion.due", () => Of(_last?.Due), "{deletion}",
            "Deletions whose next step is due now.");
        meter.CreateObservableGauge("orleansvideo.deletion.dead_letters", () => Of(_last?.DeadLetters), "{deletion}",
            "Deletions that were given up and wait for an admin.");
        meter.CreateObservableGauge("orleansvideo.deletion.held", () => Of(_last?.Held), "{deletion}",
            "Deletions that an admin holds.");
        meter.CreateObservableGauge("orleansvideo.deletion.lateness", Lateness, "s",
            "How long the oldest due step of a deletion has been waiting for an attempt.");
    }

    /// <inheritdoc/>
    public async Task RefreshAsync()
    {
        var now = await _queries.ReadClock();
        var (open, due, deadLetters, held) = await _queries.Count(AllSlots, now);
        _last = new Counts(open, due, deadLetters, held, await _queries.Lateness(now));
    }

    /// <inheritdoc/>
    public void Forget() => _last = null;

    private static Measurement<long>[] Of(long? value) => value is { } known ? [new Measurement<long>(known)] : [];

    private Measurement<double>[] Lateness() => _last is { } last ? [new Measurement<double>(last.Lateness.TotalSeconds)] : [];

    private sealed record Counts(long Open, long Due, long DeadLetters, long Held, TimeSpan Lateness);
}
