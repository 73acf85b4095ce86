using System.Data.Common;
using Dapper;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Uploads;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// Records what came of claimed steps, a batch in one transaction. An outcome counts only while the row still asks for it:
/// one whose row was changed, or claimed again, since it was claimed is dropped, as what it has done can be done again.
/// </summary>
internal sealed class DeletionOutcomes(IVideoDatabase database)
{
    /// <summary>
    /// Asks for the step and not for the version: a deadline that was moved to now while the video was being hidden does not
    /// undo the hiding, and the purge must not wait until the claim lapses.
    /// </summary>
    private const string HiddenSql =
        """
        update deletions set step = 2, attempts = 0, next_attempt_at = due_at, claimed_until = 0, version = version + 1,
            last_error = null
        where id = @id and step = 1 and state = 0
        """;

    private const string FailedSql =
        """
        update deletions set state = @state, next_attempt_at = @next, last_error = @error, claimed_until = 0,
            version = version + 1, bytes_freed = bytes_freed + @freed
        where id = @id and version = @version
        """;

    private const string ClosedSql =
        """
        update deletions set state = @state, finished_at = @now, claimed_until = 0, version = version + 1,
            bytes_freed = bytes_freed + @freed
        where id = @id and version = @version
        """;

    /// <summary>Records them all, or none when it throws, as of now by the database's clock.</summary>
    public async Task Record(IReadOnlyCollection<DeletionOutcome> outcomes)
    {
        if (outcomes.Count > 0) await Record(outcomes, await database.ReadClockAsync());
    }

    /// <summary>Records them all, or none when it throws.</summary>
    public Task Record(IReadOnlyCollection<DeletionOutcome> outcomes, DateTimeOffset now)
    {
        if (outcomes.Count == 0) return Task.CompletedTask;
        using var activity = VideoTelemetry.Source.StartActivity("deletion outcomes");
        activity?.SetTag("orleansvideo.deletion.outcomes", outcomes.Count);
        return Write(outcomes, now);
    }

    private Task Write(IReadOnlyCollection<DeletionOutcome> outcomes, DateTimeOffset now) =>
        database.WriteAsync(async (connection, transaction) =>
        {
            foreach (var outcome in outcomes) await Record(connection, transaction, outcome, now);
        });

    private static async Task Record(DbConnection connection, DbTransaction transaction, DeletionOutcome outcome, DateTimeOffset now)
    {
        var (row, sql, state) = outcome switch
        {
            { IsDone: false } => (outcome.Row, FailedSql, outcome.RetryAfter is null ? DeletionRowState.DeadLetter : DeletionRowState.Open),
            { Row.Step: DeletionStep.Hide } => (outcome.Row, HiddenSql, DeletionRowState.Open),
            { Row.Step: DeletionStep.Unhide } => (outcome.Row, ClosedSql, DeletionRowState.Cancelled),
            _ => (outcome.Row, ClosedSql, DeletionRowState.Done),
        };
        await connection.ExecuteAsync(sql, new
        {
            id = row.Id,
            version = row.Version,
            state = (int)state,
            error = outcome.Error,
            freed = outcome.BytesFreed,
            next = outcome.RetryAfter is { } wait ? (now + wait).ToUnixTimeMilliseconds() : row.NextAttemptAt,
            now = now.ToUnixTimeMilliseconds(),
        }, transaction);

        // The files are gone whoever says so, so the storage is the owner's again: in the transaction that closes the row.
        if (state == DeletionRowState.Done) await StorageCharges.Remove(connection, transaction, row.VideoId);
    }
}

/// <summary>What came of one claimed step.</summary>
/// <param name="Row">The row as it was claimed.</param>
/// <param name="Error">Why it failed, in words; null when it is done.</param>
/// <param name="BytesFreed">Bytes that this attempt freed.</param>
/// <param name="RetryAfter">How long a failed step waits for its next attempt; null when it is given up, or done.</param>
internal sealed record DeletionOutcome(DeletionRow Row, string? Error, long BytesFreed, TimeSpan? RetryAfter)
{
    /// <summary>Whether the step is done.</summary>
    public bool IsDone => Error is null;

    /// <summary>The step is done.</summary>
    public static DeletionOutcome Done(DeletionRow row, long bytesFreed = 0) => new(row, null, bytesFreed, null);
}
