namespace OrleansVideo.Videos;

/// <summary>Who may see a video, its owner and admins apart. A state has the name, rows and messages the number.</summary>
public enum Visibility
{
    /// <summary>A newer release wrote a visibility that this one does not know: treated as private.</summary>
    Unknown = 0,

    /// <summary>Everybody, and lists show it.</summary>
    Public = 1,

    /// <summary>Everybody who has the link; no list shows it.</summary>
    Unlisted = 2,

    /// <summary>Nobody else.</summary>
    Private = 3,
}
