namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>
/// Reads an MP4 or QuickTime file: walks the top-level boxes without touching media data, reads the index wherever it lies, then asks
/// whether the file reaches as far as everything in it says.
/// </summary>
internal sealed class Mp4File(ByteSource source, MediaType type)
{
    private readonly SampleClaims _claims = new(source);
    private MovieIndex? _index;
    private long _needed;
    private bool _fragmentWithoutData;

    public async Task<ProbeResult> ReadAsync()
    {
        if (await WalkAsync() is { } broken)
            return broken;
        if (_index is null)
            return ProbeFailure.NoIndex;
        var isDamaged = false;
        foreach (var track in _index.Tracks)
        {
            if (await track.Samples.EndAsync(source) is { } end)
                _needed = Math.Max(_needed, end);
            else
                isDamaged = true;
        }
        // A file that was cut has lost bytes of honest samples, so that comes first.
        if (!isDamaged && _needed > source.Length)
            return ProbeFailure.Truncated(source.Length, _needed);
        if (_claims.Failure is { } overstated)
            return overstated;
        if (isDamaged)
            return ProbeFailure.Damaged(DamagedPart.Index);
        if (_fragmentWithoutData)
            return ProbeFailure.TruncatedSomewhere(source.Length);
        return Facts(_index);
    }

    // The end of a file is judged by what the file is: behind a complete index a few stray bytes are harmless padding, in a fragmented
    // file they are the head of a fragment that never came.
    private async ValueTask<ProbeFailure?> WalkAsync()
    {
        for (long at = 0; at < source.Length;)
        {
            var box = await BoxReader.ReadAsync(source, at, source.Length);
            if (box is null || !BoxType.IsPlausible(box.Value.Type))
                return AtStrayBytes(at);
            if (box.Value.End > source.Length)
                return ProbeFailure.Truncated(source.Length, box.Value.End);
            await VisitAsync(box.Value);
            at = box.Value.End;
        }
        return null;
    }

    private ProbeFailure? AtStrayBytes(long at)
    {
        if (_index is null)
            return source.Length - at < 8 ? ProbeFailure.TruncatedSomewhere(source.Length) : ProbeFailure.Damaged(DamagedPart.Box);
        return _index.IsFragmented ? ProbeFailure.TruncatedSomewhere(source.Length) : null;
    }

    private async ValueTask VisitAsync(Box box)
    {
        await _claims.AddAsync(box);
        switch (box.Type)
        {
            case BoxType.Moov when _index is null:
                _index = await new MovieReader(source).ReadAsync(box);
                break;
            case BoxType.Moof when _index is not null:
                _fragmentWithoutData = true;
                await new FragmentReader(source, _index).ReadAsync(box);
                break;
            case BoxType.Mdat:
                _fragmentWithoutData = false;
                break;
            case BoxType.Sidx:
                _needed = Math.Max(_needed, await SegmentIndex.EndAsync(source, box) ?? 0);
                break;
        }
    }

    private ProbeResult Facts(MovieIndex index)
    {
        var video = index.Tracks.Find(track => track is { Kind: TrackKind.Video, HasSamples: true });
        if (video is null)
            return WhyNoVideo(index);
        if (video.Codec is not { } codec)
            return ProbeFailure.Damaged(DamagedPart.VideoTrack);
        var audio = index.Tracks.Find(track => track is { Kind: TrackKind.Audio, HasSamples: true });
        return new MediaFacts(
            type,
            Duration(index, video),
            video.Width > 0 ? video.Width : null,
            video.Height > 0 ? video.Height : null,
            codec,
            audio?.Codec);
    }

    // The movie header of a fragmented file counts at most what stands before the first fragment.
    private static TimeSpan? Duration(MovieIndex index, Track video)
    {
        var said = PlayingTime.FromTicks(Math.Max(index.Duration, index.FragmentedDuration), index.TimeScale);
        var met = video.PlayingTime();
        return said is null || index.IsFragmented && met > said ? met : said;
    }

    private static ProbeFailure WhyNoVideo(MovieIndex index) =>
        index.Tracks.Exists(track => track.Kind == TrackKind.Video) ? ProbeFailure.NoFrames
        : index.Tracks.Exists(track => track.Kind == TrackKind.Audio) ? ProbeFailure.SoundOnly
        : ProbeFailure.NoTrack;
}
