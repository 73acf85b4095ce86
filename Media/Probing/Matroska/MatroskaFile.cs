namespace OrleansVideo.Media.Probing.Matroska;

/// <summary>
/// Reads a WebM or Matroska file. A segment or cluster of known size must lie within the file; live recordings leave sizes unknown, and
/// then the elements are walked one by one to the end.
/// </summary>
internal sealed class MatroskaFile(ByteSource source, MediaType type)
{
    private const double DefaultScale = 1_000_000;
    private const double NanosecondsPerSecond = 1_000_000_000;

    private readonly ClusterReader _clusters = new(source);
    private TrackFacts? _tracks;
    private double? _duration;
    private double _scale = DefaultScale;
    private Element? _lastCluster;

    public async Task<ProbeResult> ReadAsync()
    {
        var (segment, failure) = await FindSegmentAsync();
        if (segment is not { } found)
            return failure!;
        if (await WalkAsync(found) is { } broken)
            return broken;
        if (await new FrameClaims(source).CheckAsync(found) is { } untrue)
            return untrue;
        if (_tracks is null)
            return ProbeFailure.Damaged(DamagedPart.Tracks);
        if (_tracks.VideoCodec is null)
            return _tracks.AudioCodec is null ? ProbeFailure.NoTrack : ProbeFailure.SoundOnly;
        if (_lastCluster is not { } last)
            return ProbeFailure.NoFrames;
        if (_duration is null && last.End is not null)
            await _clusters.ReadAsync(last, source.Length);
        return new MediaFacts(type, Duration(), _tracks.Width, _tracks.Height, _tracks.VideoCodec, _tracks.AudioCodec);
    }

    private TimeSpan? Duration() =>
        PlayingTime.FromTicks(_duration ?? _clusters.LastTime ?? 0, NanosecondsPerSecond / _scale);

    private async ValueTask<(Element? Segment, ProbeFailure? Failure)> FindSegmentAsync()
    {
        for (long at = 0; at < source.Length;)
        {
            if (await ElementReader.ReadAsync(source, at, source.Length) is not { } element)
                break;
            if (element.End > source.Length)
                return (null, ProbeFailure.Truncated(source.Length, element.End.Value));
            if (element.Id == ElementId.Segment)
                return (element, null);
            if (element.Id is not (ElementId.Ebml or ElementId.Void or ElementId.Crc32) || element.End is null)
                return (null, ProbeFailure.Damaged(DamagedPart.Outermost));
            at = element.End.Value;
        }
        return (null, ProbeFailure.TruncatedSomewhere(source.Length));
    }

    // Stops early only in a segment of known size, which lies within the file: then nothing behind can be missing.
    private async ValueTask<ProbeFailure?> WalkAsync(Element segment)
    {
        var end = segment.End ?? source.Length;
        for (var at = segment.Body; at < end;)
        {
            if (segment.End is not null && _tracks is not null && _duration is not null && _lastCluster is not null)
                return null;
            if (await ElementReader.ReadAsync(source, at, end) is not { } element)
                return Broken(segment);
            if (element.End > end)
                return segment.End is null ? ProbeFailure.Truncated(source.Length, element.End.Value) : Broken(segment);
            if (segment.End is null && element.Id is ElementId.Ebml or ElementId.Segment)
                return null;
            if (await VisitAsync(element, end) is not { } next)
                return Broken(segment);
            at = next;
        }
        return null;
    }

    // A live recording too long to be walked to its end, but with tracks and frames, is taken at its word.
    private ProbeFailure? Broken(Element segment) =>
        source.IsExhausted && _tracks is not null && _lastCluster is not null ? null
        : segment.End is null ? ProbeFailure.TruncatedSomewhere(source.Length)
        : ProbeFailure.Damaged(DamagedPart.Element);

    /// <summary>Reads one element of the segment; returns the offset behind it, null when it is broken.</summary>
    private async ValueTask<long?> VisitAsync(Element element, long limit)
    {
        switch (element.Id)
        {
            case ElementId.Cluster:
                _lastCluster = element;
                return element.End ?? await _clusters.ReadAsync(element, limit);
            case ElementId.Info when element.End is { } end:
                await ReadInfoAsync(element.Body, end);
                break;
            case ElementId.Tracks when element.End is { } end && _tracks is null:
                _tracks = await TracksReader.ReadAsync(source, element.Body, end);
                break;
        }
        return element.End;
    }

    private async ValueTask ReadInfoAsync(long body, long end)
    {
        await foreach (var element in ElementReader.ChildrenAsync(source, body, end))
        {
            if (element.Id == ElementId.TimestampScale)
                _scale = await ElementReader.UnsignedAsync(source, element) is > 0 and var scale ? scale : DefaultScale;
            else if (element.Id == ElementId.Duration)
                _duration = await ElementReader.FloatAsync(source, element);
        }
    }
}
