namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>What a track carries.</summary>
internal enum TrackKind
{
    Other,
    Video,
    Audio,
}
