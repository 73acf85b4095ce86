using System.Diagnostics.Metrics;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Uploads;

/// <summary>Counts what this frontend receives.</summary>
internal sealed class UploadMetrics
{
    /// <summary>From a small file over a fast line to a large one over a slow line, in seconds.</summary>
    private static readonly InstrumentAdvice<double> Durations =
        new() { HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800, 7200] };

    private readonly Counter<long> _bytes;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<int> _active;

    public UploadMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateVideoMeter();
        _bytes = meter.CreateCounter<long>("orleansvideo.upload.bytes", "By", "Bytes of videos that were received and written.");
        _duration = meter.CreateHistogram("orleansvideo.upload.duration", "s",
            "How long uploads took, by outcome (completed, or the code of the rule that refused).", tags: null, Durations);
        _active = meter.CreateUpDownCounter<int>("orleansvideo.upload.active", "{upload}", "Uploads that are running.");
    }

    /// <summary>Bytes were written to a part file.</summary>
    public void Received(int bytes) => _bytes.Add(bytes);

    /// <summary>Measures one upload from its first byte to its answer. An exception is an outcome of its own, <c>error</c>.</summary>
    public async Task<Result<T>> Measure<T>(TimeProvider clock, Func<Task<Result<T>>> upload)
        where T : class
    {
        var begun = clock.GetTimestamp();
        var outcome = "error";
        _active.Add(1);
        try
        {
            var result = await upload();
            outcome = result.Refusal is { } refusal ? ProblemTable.Of(refusal.Code).Code : "completed";
            return result;
        }
        finally
        {
            _active.Add(-1);
            _duration.Record(clock.GetElapsedTime(begun).TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }
}
