using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Localization;
using OrleansVideo.Deletion;
using OrleansVideo.Storage;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Administration.Deletion;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>States and visibilities for people.</summary>
public static class StateWords
{
    /// <summary>A state in a word or two.</summary>
    public static string Of(this IStringLocalizer words, VideoStatus status) => status switch
    {
        VideoStatus.Draft => words["Draft"],
        VideoStatus.Processing => words["Processing"],
        VideoStatus.Ready => words["Ready"],
        VideoStatus.Failed => words["Failed"],
        VideoStatus.Trashed => words["In the trash"],
        VideoStatus.Purging => words["Being deleted"],
        VideoStatus.Purged => words["Deleted"],
        _ => words["Unknown state"],
    };

    /// <summary>A visibility in a word.</summary>
    public static string Of(this IStringLocalizer words, Visibility visibility) => visibility switch
    {
        Visibility.Public => words["Public"],
        Visibility.Unlisted => words["Unlisted"],
        Visibility.Private => words["Private"],
        _ => words["Unknown visibility"],
    };

    /// <summary>What a visibility means.</summary>
    public static string Meaning(this IStringLocalizer words, Visibility visibility) => visibility switch
    {
        Visibility.Public => words["everybody can find and watch it"],
        Visibility.Unlisted => words["everybody who has the link can watch it"],
        _ => words["only you can watch it"],
    };

    /// <summary>Why a video has nothing to play, for those who look at its page.</summary>
    public static string WhyNotPlayable(this IStringLocalizer words, VideoStatus status) => status switch
    {
        VideoStatus.Draft => words["This video has not been uploaded yet."],
        VideoStatus.Processing => words["This video is being processed and can be played in a moment."],
        VideoStatus.Failed => words["This video can't be played."],
        VideoStatus.Trashed => words["This video is in the trash."],
        VideoStatus.Purging or VideoStatus.Purged => words["This video was deleted."],
        _ => words["This video can't be played while the site is being upgraded."],
    };
}

/// <summary>States of deletions for people.</summary>
public static class DeletionStateWords
{
    /// <summary>A state in a word or two.</summary>
    public static string Of(this IStringLocalizer words, DeletionState state) => state switch
    {
        DeletionState.Waiting => words["waiting"],
        DeletionState.Running => words["running"],
        DeletionState.Done => words["done"],
        DeletionState.DeadLetter => words["given up"],
        DeletionState.Held => words["held"],
        DeletionState.Cancelled => words["undone"],
        _ => words["unknown"],
    };

    /// <summary>What can be done about a deletion now, and what its button says.</summary>
    public static IEnumerable<(DeletionCommand Command, string Words)> Commands(this IStringLocalizer words, DeletionRecord record)
    {
        // What this release does not know, it offers no command for.
        if (record.State is not (DeletionState.Waiting or DeletionState.Running or DeletionState.DeadLetter or DeletionState.Held)) yield break;
        if (record.State is DeletionState.DeadLetter || (record.State is DeletionState.Waiting && record.LastError is not null))
            yield return (DeletionCommand.Retry, words["Retry now"]);
        if (record.State is DeletionState.Held) yield return (DeletionCommand.Release, words["Release"]);
        if (record.RemovalStarted) yield break;
        if (record.State is DeletionState.Waiting && record.LastError is null) yield return (DeletionCommand.Hold, words["Hold"]);
        yield return (DeletionCommand.Cancel, words["Undo"]);
    }
}

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

/// <summary>The site's health for people.</summary>
internal static class HealthWords
{
    /// <summary>What came of a check, in a word or two.</summary>
    public static string Of(this IStringLocalizer words, HealthStatus status) => status switch
    {
        HealthStatus.Healthy => words["well"],
        HealthStatus.Degraded => words["serves, but needs a look"],
        _ => words["can't serve"],
    };

    /// <summary>What a check looks at.</summary>
    public static string CheckName(this IStringLocalizer words, string check) => check switch
    {
        "silo" => words["Silos"],
        "database" => words["Database"],
        "media" => words["Media directory"],
        "deletion" => words["Deletions"],
        "posters" => words["Posters"],
        "clock" => words["Clock"],
        "process" => words["This process"],
        _ => check,
    };
}
