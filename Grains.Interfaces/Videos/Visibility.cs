namespace OrleansVideo.Videos;

/// <summary>Who may see a video, its owner and admins apart.</summary>
public enum Visibility
{
    /// <summary>Everybody, and lists show it.</summary>
    Public = 1,

    /// <summary>Everybody who has the link; no list shows it.</summary>
    Unlisted = 2,

    /// <summary>Nobody else.</summary>
    Private = 3,
}
