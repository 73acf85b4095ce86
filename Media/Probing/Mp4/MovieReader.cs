using System.Buffers.Binary;

namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>
/// Reads the movie box. Each level is a method of its own, so the depth is what the format has and no file can add to it; tracks beyond
/// <see cref="MostTracks"/> are left out.
/// </summary>
internal sealed class MovieReader(ByteSource source)
{
    private const int MostTracks = 64;
    private const int HeaderBytes = 96;

    private readonly MovieIndex _index = new();
    private readonly Dictionary<uint, uint> _defaultDurations = [];

    public async ValueTask<MovieIndex> ReadAsync(Box movie)
    {
        await foreach (var box in BoxReader.ChildrenAsync(source, movie))
        {
            switch (box.Type)
            {
                case BoxType.Mvhd when await HeadAsync(box) is { } header && TimeHeader.TryRead(header.Span, out var time):
                    (_index.TimeScale, _index.Duration) = (time.TimeScale, time.Duration);
                    break;
                case BoxType.Trak when _index.Tracks.Count < MostTracks:
                    _index.Tracks.Add(await new TrackReader(source).ReadAsync(box));
                    break;
                case BoxType.Mvex:
                    _index.IsFragmented = true;
                    await ReadExtensionAsync(box);
                    break;
            }
        }
        foreach (var track in _index.Tracks)
            track.DefaultSampleDuration = _defaultDurations.GetValueOrDefault(track.Id);
        return _index;
    }

    private async ValueTask ReadExtensionAsync(Box extension)
    {
        await foreach (var box in BoxReader.ChildrenAsync(source, extension))
        {
            var head = (await HeadAsync(box)).Span;
            if (box.Type == BoxType.Mehd && head.Length >= 8)
                _index.FragmentedDuration = head[0] == 1 && head.Length >= 12
                    ? BinaryPrimitives.ReadUInt64BigEndian(head[4..])
                    : BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
            else if (box.Type == BoxType.Trex && head.Length >= 16 && _defaultDurations.Count < MostTracks)
                _defaultDurations[BinaryPrimitives.ReadUInt32BigEndian(head[4..])] = BinaryPrimitives.ReadUInt32BigEndian(head[12..]);
        }
    }

    private ValueTask<ReadOnlyMemory<byte>> HeadAsync(Box box) => source.ReadAsync(box.Body, (int)Math.Min(HeaderBytes, box.BodyLength));
}

/// <summary>The movie box: the tracks, and how long the whole lasts.</summary>
internal sealed class MovieIndex
{
    /// <summary>Ticks a second of the movie's own clock.</summary>
    public uint TimeScale { get; set; }

    /// <summary>In ticks; 0 when not said.</summary>
    public ulong Duration { get; set; }

    /// <summary>The duration with all fragments, in ticks (mehd); 0 when not said.</summary>
    public ulong FragmentedDuration { get; set; }

    public bool IsFragmented { get; set; }

    public List<Track> Tracks { get; } = [];

    public Track? TrackWithId(uint id) => Tracks.Find(track => track.Id == id);
}
