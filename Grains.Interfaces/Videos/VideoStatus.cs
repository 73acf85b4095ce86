namespace OrleansVideo.Videos;

/// <summary>
/// Where a video is in its life: draft → processing → ready → trashed (undo until the deadline) → purging → purged; or
/// failed. The names are those of the HTTP face's <c>state</c>, in lower case.
/// A video's state has the name, rows and messages have the number.
/// </summary>
public enum VideoStatus
{
    /// <summary>A newer release wrote a status that this one does not know: the video can be neither played nor changed here.</summary>
    Unknown = 0,

    /// <summary>Created; its content is not here yet.</summary>
    Draft = 1,

    /// <summary>Its content is here whole, and is being looked at.</summary>
    Processing = 2,

    /// <summary>Can be played.</summary>
    Ready = 3,

    /// <summary>Its content cannot be played; the reason is in words.</summary>
    Failed = 4,

    /// <summary>In the trash; its owner can bring it back until the deadline.</summary>
    Trashed = 5,

    /// <summary>Its files are being removed.</summary>
    Purging = 6,

    /// <summary>Gone; a tombstone keeps the id from being used again.</summary>
    Purged = 7,
}
