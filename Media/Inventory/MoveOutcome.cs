namespace OrleansVideo.Media.Inventory;

/// <summary>What became of moving a file into quarantine or back.</summary>
public enum MoveOutcome
{
    /// <summary>It is there now, durably; or it was, from an earlier call.</summary>
    Moved,

    /// <summary>There is no such file on either side.</summary>
    Missing,

    /// <summary>A file stands at the place it would go to. Neither was touched.</summary>
    Occupied,

    /// <summary>The path leads out of the media directory's own folders.</summary>
    Refused,
}
