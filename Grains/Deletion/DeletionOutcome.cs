namespace OrleansVideo.Grains.Deletion;

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
