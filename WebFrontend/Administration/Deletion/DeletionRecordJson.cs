using OrleansVideo.Deletion;
using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.WebFrontend.Administration.Deletion;

/// <summary>One deletion as the ledger has it.</summary>
/// <param name="VideoId">The video.</param>
/// <param name="Owner">User name of the video's owner when the deletion was asked for.</param>
/// <param name="State">One of <c>waiting</c>, <c>running</c>, <c>done</c>, <c>deadLetter</c>, <c>held</c>, <c>cancelled</c>.</param>
/// <param name="RequestedBy">Who asked for it: a user name, or <c>expiry</c> for an upload that was given up.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="DueAt">When its files go, or were to go.</param>
/// <param name="Attempts">Attempts of its present step, the running one included.</param>
/// <param name="NextAttemptAt">When the step is tried next; null when it is closed, given up, or held.</param>
/// <param name="LastError">Why the last attempt failed, in words; null when none has.</param>
/// <param name="Silo">The silo that made the last attempt; null before the first.</param>
/// <param name="BytesFreed">Bytes freed so far.</param>
/// <param name="FinishedAt">When it was done, or undone; null before.</param>
/// <param name="DurationSeconds">From the start of the files' removal to the end; null unless there were both.</param>
/// <param name="RemovedBy">Whose act it is: <c>owner</c> or <c>admin</c>.</param>
/// <param name="RemovedByName">User name of that admin; null when it is the owner's.</param>
/// <param name="Reason">What the owner was told of it.</param>
/// <param name="HoldReason">What the owner was told of the hold.</param>
internal sealed record DeletionRecordJson(
    Guid VideoId, string Owner, string State, string RequestedBy, DateTime RequestedAt, DateTime DueAt, long Attempts,
    DateTime? NextAttemptAt, string? LastError, string? Silo, long BytesFreed, DateTime? FinishedAt, double? DurationSeconds,
    string RemovedBy = "owner", string? RemovedByName = null, string? Reason = null, string? HoldReason = null)
{
    /// <summary>The ledger's word in the shape of the API.</summary>
    public static DeletionRecordJson From(DeletionRecord record) => new(
        record.VideoId, record.Owner, record.State.Word(), record.RequestedBy,
        record.RequestedAt.UtcDateTime, record.DueAt.UtcDateTime, record.Attempts, record.NextAttemptAt?.UtcDateTime,
        record.LastError, record.Silo, record.BytesFreed, record.FinishedAt?.UtcDateTime,
        (record.FinishedAt - record.StartedAt)?.TotalSeconds,
        record.RemovedBy.Word(), record.RemovedByName, record.Reason, record.HoldReason);
}
