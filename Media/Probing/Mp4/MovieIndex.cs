namespace OrleansVideo.Media.Probing.Mp4;

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
