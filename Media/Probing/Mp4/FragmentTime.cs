namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>The time a track's fragments span, from the first one's decode time to the last one's end, in ticks.</summary>
internal sealed class FragmentTime
{
    private ulong _first = ulong.MaxValue;
    private ulong _end;

    public ulong Samples { get; private set; }

    public ulong Span => _end > _first ? _end - _first : 0;

    /// <summary>Adds a run of samples that begins at a decode time, or right behind the last run.</summary>
    public void Add(ulong? decodeTime, ulong samples, ulong ticks)
    {
        if (samples == 0)
            return;
        var start = decodeTime ?? _end;
        _first = Math.Min(_first, start);
        _end = Math.Max(_end, unchecked(start + ticks) < start ? ulong.MaxValue : start + ticks);
        Samples += samples;
    }
}
