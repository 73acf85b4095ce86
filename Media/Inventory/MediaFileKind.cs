namespace OrleansVideo.Media.Inventory;

/// <summary>What a file below the media directory is, by its place and name.</summary>
public enum MediaFileKind
{
    /// <summary>A published video.</summary>
    Video,

    /// <summary>A published poster.</summary>
    Poster,

    /// <summary>A write lease's unfinished file.</summary>
    Part,

    /// <summary>A step of an upload or poster that was interrupted: a copy or an image nobody published.</summary>
    Leftover,

    /// <summary>Nothing this site made under that name.</summary>
    Unknown,
}
