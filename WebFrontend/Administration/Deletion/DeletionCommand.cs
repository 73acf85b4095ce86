namespace OrleansVideo.WebFrontend.Administration.Deletion;

/// <summary>What an admin can do about one deletion.</summary>
public enum DeletionCommand
{
    /// <summary>Keep the files until it is released, whatever its deadline.</summary>
    Hold,

    /// <summary>Let a held one go on.</summary>
    Release,

    /// <summary>Undo it.</summary>
    Cancel,

    /// <summary>Try the step that failed now.</summary>
    Retry,
}
