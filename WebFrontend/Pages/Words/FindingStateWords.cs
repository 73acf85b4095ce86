using OrleansVideo.Storage;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>What is wrong between files and records, for people.</summary>
public static class FindingStateWords
{
    /// <summary>A kind in a word or two.</summary>
    public static string Of(FindingKind kind) => kind switch
    {
        FindingKind.OrphanFile => "File without a record",
        FindingKind.MissingFile => "Missing file",
        FindingKind.StalePart => "Stale part file",
        FindingKind.WrongSize => "Wrong size",
        _ => "Changed bytes",
    };

    /// <summary>A state in a word or two.</summary>
    public static string Of(FindingState state) => state switch
    {
        FindingState.Found => "found",
        FindingState.Quarantined => "in quarantine",
        FindingState.Restored => "brought back",
        FindingState.Removed => "removed",
        _ => "no longer so",
    };

    /// <summary>Whether there is a file that an admin can put into quarantine.</summary>
    public static bool IsMovable(StorageFinding finding) =>
        finding is { State: FindingState.Found or FindingState.Restored, Kind: not FindingKind.MissingFile };
}
