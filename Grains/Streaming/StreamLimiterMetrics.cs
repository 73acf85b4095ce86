using System.Diagnostics.Metrics;
using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>Counts what the stream limiter does, on the silo where it is.</summary>
internal sealed class StreamLimiterMetrics
{
    private readonly Counter<long> _granted;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _expired;
    private readonly Counter<long> _recovered;
    private readonly Counter<long> _revoked;

    public StreamLimiterMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateVideoMeter();
        _granted = meter.CreateCounter<long>("orleansvideo.limiter.granted", "{lease}", "Stream tokens granted.");
        _refused = meter.CreateCounter<long>("orleansvideo.limiter.refused", "{request}", "Requests for a stream token that were refused, by rule.");
        _expired = meter.CreateCounter<long>("orleansvideo.limiter.expired", "{lease}", "Stream tokens freed because every holder fell silent.");
        _recovered = meter.CreateCounter<long>("orleansvideo.limiter.recovered", "{lease}", "Stream tokens taken over from an earlier activation.");
        _revoked = meter.CreateCounter<long>("orleansvideo.limiter.revoked", "{lease}", "Stream tokens taken back.");
    }

    /// <summary>Counts what a ledger has done since the last time.</summary>
    /// <param name="now">Its counts.</param>
    /// <param name="told">What was counted of them so far; brought up to date.</param>
    public void Publish(LedgerCounts now, LedgerCounts told)
    {
        _granted.Add(now.Granted - told.Granted);
        _expired.Add(now.Expired - told.Expired);
        _recovered.Add(now.Recovered - told.Recovered);
        _revoked.Add(now.Revoked - told.Revoked);
        foreach (var (rule, count) in now.Refused)
            _refused.Add(count - told.Refused.GetValueOrDefault(rule), new KeyValuePair<string, object?>("rule", NameOf(rule)));
        told.CopyFrom(now);
    }

    private static string NameOf(RefusalCode rule) => rule switch
    {
        RefusalCode.ViewerLimit => "viewer-limit",
        RefusalCode.AddressLimit => "address-limit",
        RefusalCode.Evicted => "evicted",
        _ => "streams-exhausted",
    };
}

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
