using Microsoft.Extensions.Localization;
using OrleansVideo.Storage;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>What is wrong between files and records, for people.</summary>
public static class FindingStateWords
{
    /// <summary>A kind in a word or two.</summary>
    public static string Of(this IStringLocalizer words, FindingKind kind) => kind switch
    {
        FindingKind.OrphanFile => words["File without a record"],
        FindingKind.MissingFile => words["Missing file"],
        FindingKind.StalePart => words["Stale part file"],
        FindingKind.WrongSize => words["Wrong size"],
        FindingKind.Corrupt => words["Changed bytes"],
        _ => words["Unknown kind"],
    };

    /// <summary>A state in a word or two.</summary>
    public static string Of(this IStringLocalizer words, FindingState state) => state switch
    {
        FindingState.Found => words["found"],
        FindingState.Quarantined => words["in quarantine"],
        FindingState.Restored => words["brought back"],
        FindingState.Removed => words["removed"],
        FindingState.Resolved => words["no longer so"],
        _ => words["unknown"],
    };

    /// <summary>Whether there is a file that an admin can put into quarantine.</summary>
    public static bool IsMovable(StorageFinding finding) =>
        finding is { State: FindingState.Found or FindingState.Restored, Kind: FindingKind.OrphanFile or FindingKind.StalePart or FindingKind.WrongSize or FindingKind.Corrupt };
}
