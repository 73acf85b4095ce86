using System.Diagnostics.Metrics;
using OrleansVideo.Media.Posters;

namespace OrleansVideo.Grains.Videos;

/// <summary>Counts what became of posters.</summary>
internal sealed class PosterMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _posters = meters.CreateVideoMeter().CreateCounter<long>("orleansvideo.posters", "{poster}",
        "Posters of new videos, by outcome (made, not_available, timed_out, failed, interrupted).");

    /// <summary>One more.</summary>
    public void Count(PosterOutcome outcome) => _posters.Add(1, new KeyValuePair<string, object?>("outcome", outcome switch
    {
        PosterOutcome.Made => "made",
        PosterOutcome.NotAvailable => "not_available",
        PosterOutcome.TimedOut => "timed_out",
        PosterOutcome.Interrupted => "interrupted",
        _ => "failed",
    }));
}
