using System.Diagnostics.Metrics;
using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>The stream tokens of the cluster: how many there are, and how many are held.</summary>
internal sealed class StreamLimiterGauges : IClusterGauges
{
    private readonly IGrainFactory _grains;
    private StreamLimiterView? _last;

    public StreamLimiterGauges(IGrainFactory grains, IMeterFactory meters)
    {
        _grains = grains;
        var meter = meters.CreateVideoMeter();
        meter.CreateObservableGauge("orleansvideo.stream.capacity", () => Of(_last?.Capacity), "{lease}",
            "Stream tokens in the whole cluster.");
        meter.CreateObservableGauge("orleansvideo.stream.leases", () => Of(_last?.Held), "{lease}",
            "Stream tokens that are held, in the whole cluster.");
        meter.CreateObservableGauge("orleansvideo.stream.waiting", () => Of(_last?.Waiting), "{viewer}",
            "Viewers who wait for a stream token, in the whole cluster.");
    }

    /// <inheritdoc/>
    public async Task RefreshAsync() => _last = await _grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key).GetState();

    /// <inheritdoc/>
    public void Forget() => _last = null;

    private static Measurement<int>[] Of(int? value) => value is { } known ? [new Measurement<int>(known)] : [];
}
