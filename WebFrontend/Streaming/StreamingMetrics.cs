using System.Diagnostics.Metrics;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>Counts what this frontend plays, and what it does not.</summary>
internal sealed class StreamingMetrics
{
    private readonly Counter<long> _grants;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _lookups;
    private readonly Counter<long> _ended;

    public StreamingMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateVideoMeter();
        _grants = meter.CreateCounter<long>("orleansvideo.stream.grants", "{playback}", "Playbacks that were granted a stream token.");
        _refusals = meter.CreateCounter<long>("orleansvideo.stream.refusals", "{request}",
            "Requests for a video's bytes that were refused a stream token, by rule.");
        _bytes = meter.CreateCounter<long>("orleansvideo.stream.bytes", "By", "Bytes of videos that were handed to the network.");
        _lookups = meter.CreateCounter<long>("orleansvideo.stream.lookups", "{lookup}",
            "Look-ups of what there is to play, by source (held, grain).");
        _ended = meter.CreateCounter<long>("orleansvideo.stream.ended", "{answer}",
            "Answers that were cut off while they were sent, by reason: refused (the caller may not have the video any more), unconfirmed.");
    }

    /// <summary>A playback began.</summary>
    public void Granted() => _grants.Add(1);

    /// <summary>A request was refused.</summary>
    public void Refused(RefusalCode rule) => _refusals.Add(1, new KeyValuePair<string, object?>("rule", ProblemTable.Of(rule).Code));

    /// <summary>What there is to play was looked up.</summary>
    /// <param name="isHeld">Whether it was held here; else its grain was asked.</param>
    public void LookedUp(bool isHeld) => _lookups.Add(1, new KeyValuePair<string, object?>("source", isHeld ? "held" : "grain"));

    /// <summary>An answer was cut off while it was sent.</summary>
    /// <param name="reason">Why: <c>refused</c> or <c>unconfirmed</c>.</param>
    public void Ended(string reason) => _ended.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A piece was sent.</summary>
    public void Sent(int bytes) => _bytes.Add(bytes);
}
