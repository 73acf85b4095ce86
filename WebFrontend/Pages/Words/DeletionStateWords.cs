using Microsoft.Extensions.Localization;
using OrleansVideo.Deletion;
using OrleansVideo.WebFrontend.Administration.Deletion;

namespace OrleansVideo.WebFrontend.Pages.Words;

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
