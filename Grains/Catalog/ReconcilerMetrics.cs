using System.Diagnostics.Metrics;

namespace OrleansVideo.Grains.Catalog;

/// <summary>Counts what the reconciler had to finish because something else did not.</summary>
internal sealed class ReconcilerMetrics
{
    private readonly Counter<long> _items;

    public ReconcilerMetrics(IMeterFactory meters) => _items = meters.CreateVideoMeter().CreateCounter<long>(
        "orleansvideo.catalog.reconciled", "{item}", "What was found half done and finished, by kind (intent, upload, expiry).");

    /// <summary>One look is over.</summary>
    public void Reconciled(int intents, int uploads, int expiries)
    {
        Count("intent", intents);
        Count("upload", uploads);
        Count("expiry", expiries);
    }

    private void Count(string kind, int items)
    {
        if (items > 0) _items.Add(items, new KeyValuePair<string, object?>("kind", kind));
    }
}
