using OrleansVideo.Deletion;
using OrleansVideo.WebFrontend.Administration.Deletion;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>States of deletions for people.</summary>
public static class DeletionStateWords
{
    /// <summary>A state in a word or two.</summary>
    public static string Of(DeletionState state) => state switch
    {
        DeletionState.Waiting => "waiting",
        DeletionState.Running => "running",
        DeletionState.Done => "done",
        DeletionState.DeadLetter => "given up",
        DeletionState.Held => "held",
        _ => "undone",
    };

    /// <summary>What can be done about a deletion now, and what its button says.</summary>
    public static IEnumerable<(DeletionCommand Command, string Words)> Commands(DeletionRecord record)
    {
        if (record.State is DeletionState.DeadLetter || (record.State is DeletionState.Waiting && record.LastError is not null))
            yield return (DeletionCommand.Retry, "Retry now");
        if (record.State is DeletionState.Held) yield return (DeletionCommand.Release, "Release");
        if (record.State is DeletionState.Done or DeletionState.Cancelled || record.RemovalStarted) yield break;
        if (record.State is DeletionState.Waiting && record.LastError is null) yield return (DeletionCommand.Hold, "Hold");
        yield return (DeletionCommand.Cancel, "Undo");
    }
}
